package io.keydesk.api.security;

/** The fixed tokens would be valid on an address that is not loopback. */
class LocalTokensExposed extends RuntimeException {

    private static final long serialVersionUID = 1;

    LocalTokensExposed(String address) {
        super("keydesk would listen on %s while the fixed local tokens, which everybody knows, are valid."
                .formatted(address));
    }
}
