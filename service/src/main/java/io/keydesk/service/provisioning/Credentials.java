package io.keydesk.service.provisioning;

/** What an application logs in with. Never stored in the database, never printed. */
public record Credentials(String username, String password) {

    @Override
    public String toString() {
        return "Credentials[username=" + username + ", password=***]";
    }
}
