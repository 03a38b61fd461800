package io.keydesk.provisioning.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A password of letters and digits, which needs no quoting in any file. */
public record Password(String value) {

    /** 32 bytes, as {@code ACL GENPASS} makes them. */
    private static final int BYTES = 32;

    /** Of a generated one, in digits. */
    public static final int LENGTH = 2 * BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();

    public Password {
        if (!value.matches("[0-9A-Za-z]+")) {
            throw new IllegalArgumentException("a password of letters and digits is expected");
        }
    }

    public static Password generate() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Password(HexFormat.of().formatHex(bytes));
    }

    /** The rule of an ACL file that accepts it: {@code #} and its SHA-256. */
    String rule() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return "#" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
