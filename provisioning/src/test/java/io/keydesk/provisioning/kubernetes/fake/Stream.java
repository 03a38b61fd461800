package io.keydesk.provisioning.kubernetes.fake;

import java.io.IOException;

/** What a watch writes its events to. */
interface Stream {

    void send(byte[] message) throws IOException;

    /** Tells the client that no more will come. */
    void end() throws IOException;

    /** Returns as soon as the client has gone. */
    void awaitEnd() throws IOException;
}
