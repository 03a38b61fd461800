package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** Amounts in the one form that the API server stores: {@code 0.5} becomes {@code 500m}, {@code 1024Mi} {@code 1Gi}. */
final class Quantities {

    private static final Pattern FORM = Pattern.compile("([0-9.]+)(m|k|M|G|T|Ki|Mi|Gi|Ti|)");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti");
    private static final List<String> DECIMAL = List.of("m", "", "k", "M", "G", "T");

    private Quantities() {}

    /** Of requests and limits. */
    static void canonical(JsonNode resources) {
        for (var part : List.of("requests", "limits")) {
            if (resources.get(part) instanceof ObjectNode amounts) {
                Json.strings(amounts).forEach((name, amount) -> amounts.put(name, canonical(amount)));
            }
        }
    }

    static String canonical(String amount) {
        var form = FORM.matcher(amount);
        if (!form.matches()) {
            return amount;
        }
        var binary = form.group(2).endsWith("i");
        var units = binary ? BINARY : DECIMAL;
        var step = BigInteger.valueOf(binary ? 1024 : 1000);
        var unit = units.indexOf(form.group(2));
        var rest = new BigDecimal(form.group(1))
                .multiply(new BigDecimal(step.pow(unit)))
                .toBigInteger();
        if (rest.signum() == 0) {
            return "0";
        }
        unit = 0;
        while (unit < units.size() - 1 && rest.mod(step).signum() == 0) {
            rest = rest.divide(step);
            unit++;
        }
        return rest + units.get(unit);
    }
}
