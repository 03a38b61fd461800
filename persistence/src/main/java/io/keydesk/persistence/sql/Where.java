package io.keydesk.persistence.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of a list. Only those that are asked for are sent, so that the planner can choose the index for them. */
public final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    /** A condition without a parameter. */
    public Where and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** A condition on one named parameter, left out if there is no value for it. */
    public Where and(String condition, String parameter, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(parameter, value);
        }
        return this;
    }

    /** One more parameter of the conditions that are there. */
    public Where with(String parameter, Object value) {
        parameters.put(parameter, value);
        return this;
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    /** {@code where …}, or nothing. */
    @Override
    public String toString() {
        return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    }
}
