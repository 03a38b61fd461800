package io.keydesk.provisioning.local;

/** Ports from {@code first} to {@code last}, both included, written {@code 17000-17999}; so it stands in properties. */
record PortRange(int first, int last) {

    PortRange {
        if (first < 1024 || last > 65_535 || last - first < 5) {
            throw new IllegalArgumentException(
                    "a range of at least six ports between 1024 and 65535 is expected, such as 17000-17999");
        }
    }

    /** Found by Spring's binder under this name. */
    public static PortRange valueOf(String text) {
        if (!text.matches("[0-9]{1,5}-[0-9]{1,5}")) {
            throw new IllegalArgumentException("a range of ports such as 17000-17999 is expected, not " + text);
        }
        var ends = text.split("-");
        return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
