package io.keydesk.persistence.sql;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Has PostgreSQL plan a statement for the values of each call. For filters: what is rare for one tenant, or a word that is, is
 * common for another, and one plan for both reads far too much for either. It costs some tenths of a millisecond.
 */
public final class PlannedAnew extends JdbcTemplate {

    private PlannedAnew(DataSource dataSource) {
        super(dataSource);
    }

    public static JdbcClient on(DataSource dataSource) {
        return JdbcClient.create(new PlannedAnew(dataSource));
    }

    /** Zero keeps the driver from preparing it on the server, which would come to one plan for all values. */
    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
        super.applyStatementSettings(statement);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
}
