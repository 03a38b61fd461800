package io.keydesk.provisioning.valkey;

/** A user and its password. */
public record Login(String user, String password) {

    @Override
    public String toString() {
        return "Login[user=" + user + ", password=***]";
    }
}
