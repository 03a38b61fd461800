package io.keydesk.persistence.ticket;

import io.keydesk.persistence.sql.Rows;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.TicketId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The conversations on tickets. */
final class JdbcComments {

    private final JdbcClient jdbc;

    JdbcComments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Comment comment) {
        jdbc.sql("insert into comments (id, ticket, author, text, at) values (:id, :ticket, :author, :text, :at)")
                .param("id", comment.id())
                .param("ticket", comment.ticket().value())
                .param("author", comment.author())
                .param("text", comment.text())
                .param("at", Rows.timestamptz(comment.at()))
                .update();
    }

    Optional<Comment> find(UUID id) {
        return jdbc.sql("select * from comments where id = :id")
                .param("id", id)
                .query(JdbcComments::comment)
                .optional();
    }

    List<Comment> list(TicketId ticket, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from comments
                where ticket = :ticket
                  and position > coalesce((select position from comments where id = :after and ticket = :ticket), 0)
                order by position
                limit :limit
                """)
                .param("ticket", ticket.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcComments::comment)
                .list();
    }

    private static Comment comment(ResultSet row, int number) throws SQLException {
        return new Comment(
                Rows.uuid(row, "id"),
                new TicketId(Rows.uuid(row, "ticket")),
                row.getString("author"),
                row.getString("text"),
                Rows.instant(row, "at"));
    }
}
