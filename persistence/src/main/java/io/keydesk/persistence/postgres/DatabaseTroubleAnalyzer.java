package io.keydesk.persistence.postgres;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * A database that cannot be reached, lets keydesk not in, or refuses what it needs: in the database's words, and where it is.
 *
 * <p>Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
final class DatabaseTroubleAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** Connection, login, database, rights, resources and intervention; the others are errors of keydesk's own. */
    private static final Pattern OUTSIDE = Pattern.compile("(08|28|3D|53|57).*|42501|25006");

    private final Environment environment;

    DatabaseTroubleAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        var first = first(cause);
        if (!OUTSIDE.matcher(String.valueOf(first.getSQLState())).matches()) {
            return null;
        }
        var url = environment.getProperty("spring.datasource.url");
        var where = url == null ? "keydesk's own database" : "The database " + new DatabaseAddress(url);
        return new FailureAnalysis("%s cannot be used: %s".formatted(where, words(first)), wayOut(first), cause);
    }

    /** What the server itself said is behind what its callers made of it. */
    private static SQLException first(SQLException last) {
        var first = last;
        for (Throwable next = last; next != null; next = next.getCause()) {
            first = next instanceof SQLException earlier ? earlier : first;
        }
        return first;
    }

    private static String words(SQLException trouble) {
        var words = String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
        return switch (trouble.getCause()) {
            case UnknownHostException unknown -> "there is no host " + unknown.getMessage();
            case ConnectException _ -> words;
            case IOException io -> "%s (%s)".formatted(words, io);
            case null, default -> words;
        };
    }

    private static String wayOut(SQLException trouble) {
        var state = String.valueOf(trouble.getSQLState());
        if (state.startsWith("28")) {
            return "Check spring.datasource.username and spring.datasource.password, and the server's pg_hba.conf.";
        }
        return switch (state) {
            case "3D000" ->
                "Create it, or name another one: --spring.datasource.url=jdbc:postgresql://<host>/<database>.";
            case "42501" ->
                "Make the user that keydesk logs in as the owner of the database, or of a schema in it that its search_path names.";
            case "25006" -> "Name the primary and not a standby, and a user whose transactions may write.";
            default -> "Check that it is up, and that spring.datasource.url names it.";
        };
    }
}
