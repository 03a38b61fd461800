package io.keydesk.persistence.work;

import io.keydesk.persistence.sql.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * For threads that nobody waits for, such as those that poll: while the database is away they wait here for a connection,
 * where each of their failures would be logged. The pool lets them wait for its connection timeout each time.
 */
final class PatientDataSource extends DelegatingDataSource {

    private final Outage outage;

    PatientDataSource(DataSource pool, Outage outage) {
        super(pool);
        this.outage = outage;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            var question = outage.ask();
            try {
                return super.getConnection();
            } catch (SQLTransientConnectionException e) {
                question.failed(e);
            }
        }
    }
}
