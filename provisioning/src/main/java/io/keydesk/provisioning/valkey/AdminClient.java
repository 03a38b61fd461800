package io.keydesk.provisioning.valkey;

/**
 * How the servers of one cluster are talked to.
 *
 * @param login of the user as whom
 * @param dialer by which way
 */
public record AdminClient(Login login, Dialer dialer) {

    /**
     * Connects and logs in.
     *
     * @throws NoAnswer if nobody answers there
     * @throws Refusal if the server does not let this user in
     */
    public AdminConnection open(Address address) {
        return AdminConnection.open(address, login, dialer);
    }

    /**
     * Connects without logging in.
     *
     * @throws NoAnswer if nobody answers there
     */
    public AdminConnection asStranger(Address address) {
        return AdminConnection.open(address, null, dialer);
    }

    /** Whether a server is up there, be it that it still loads its data. */
    public boolean answers(Address address) {
        try (var connection = open(address)) {
            connection.ask("PING");
            return true;
        } catch (Refusal e) {
            return true;
        } catch (NoAnswer e) {
            return false;
        }
    }
}
