package io.keydesk.persistence.work;

import io.keydesk.service.work.ConcurrentChange;
import io.keydesk.service.work.Transactions;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that read what is committed; what must not change meanwhile is held by name. Inner ones join outer ones. */
public final class JdbcTransactions implements Transactions {

    private final TransactionTemplate template;

    public JdbcTransactions(PlatformTransactionManager manager) {
        this.template = new TransactionTemplate(manager);
    }

    @Override
    @SuppressWarnings("NullAway") // The template gives null where the work does, and this work does not.
    public <T> T inTransaction(Supplier<T> work) {
        try {
            return template.execute(_ -> work.get());
        } catch (DuplicateKeyException | ConcurrencyFailureException e) {
            throw new ConcurrentChange(e);
        }
    }
}
