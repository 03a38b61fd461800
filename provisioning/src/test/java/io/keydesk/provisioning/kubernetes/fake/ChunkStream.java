package io.keydesk.provisioning.kubernetes.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Each message as a line in a chunk of its own. */
final class ChunkStream implements Stream {

    private final InputStream in;
    private final OutputStream out;

    ChunkStream(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public synchronized void send(byte[] message) throws IOException {
        out.write((Integer.toHexString(message.length + 1) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
        out.write("\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public synchronized void end() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
