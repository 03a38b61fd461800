package io.keydesk.api.bench;

/** How keydesk is started where it is not being tested: another collector of garbage alone makes other figures. */
final class Shipped {

    /** The options of its virtual machine, as an argument. */
    static final String OPTIONS = "@" + System.getProperty("bench.options");

    private Shipped() {}
}
