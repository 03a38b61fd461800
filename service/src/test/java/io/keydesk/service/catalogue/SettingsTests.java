package io.keydesk.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks the catalogue for every row of the table of facts, which is {@code settings.csv}. */
class SettingsTests {

    private final Catalogue catalogue = new Catalogue();

    record Row(
            String name, List<String> allowed, List<String> refused, String byDefault, String unit, boolean restart) {

        static Row of(String line) {
            var cells = line.split(";", -1);
            return new Row(cells[0], list(cells[1]), list(cells[2]), text(cells[3]), cells[4], cells[5].equals("yes"));
        }

        private static List<String> list(String cell) {
            return Arrays.stream(cell.split("\\|")).map(Row::text).toList();
        }

        private static String text(String cell) {
            return cell.equals("(empty)") ? "" : cell;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        try (var table = Objects.requireNonNull(SettingsTests.class.getResourceAsStream("settings.csv"))) {
            var text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).map(Row::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Value(String setting, String value) {}

    static Stream<Value> allowed() {
        return rows().stream().flatMap(row -> row.allowed().stream().map(value -> new Value(row.name(), value)));
    }

    static Stream<Value> refused() {
        return rows().stream().flatMap(row -> row.refused().stream().map(value -> new Value(row.name(), value)));
    }

    @Test
    void offersTheSettingsOfTheTableInItsOrder() {
        assertThat(catalogue.settings())
                .extracting(Setting::name)
                .containsExactlyElementsOf(rows().stream().map(Row::name).toList());
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void allows(Value value) {
        assertThat(setting(value.setting()).canonical(value.value())).contains(value.value());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(Value value) {
        assertThat(setting(value.setting()).canonical(value.value())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasTheDefaultOfTheTable(Row row) {
        assertThat(setting(row.name()).defaultValue()).isEqualTo(row.byDefault());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void allowsItsOwnDefault(Row row) {
        assertThat(setting(row.name()).canonical(row.byDefault())).contains(row.byDefault());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasTheUnitOfTheTable(Row row) {
        assertThat(Objects.requireNonNullElse(setting(row.name()).unit(), "")).isEqualTo(row.unit());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void requiresARestartAsInTheTable(Row row) {
        assertThat(setting(row.name()).requiresRestart()).isEqualTo(row.restart());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void explainsItselfInOneSentence(Row row) {
        assertThat(setting(row.name()).help()).matches("[A-Z][^.]*\\.");
    }

    @ParameterizedTest
    @CsvSource({"timeout, 0300, 300", "timeout, 00, 0", "maxmemory-clients, 007%, 7%", "timeout, ' 60 ', 60"})
    void writesNumbersTheSameWayAlways(String name, String given, String canonical) {
        assertThat(setting(name).canonical(given)).contains(canonical);
    }

    @Test
    void takesNumbersForWholeNumbers() {
        var timeout = setting("timeout");

        assertThat(List.of(timeout.canonical(300), timeout.canonical(300L))).containsOnly(Optional.of("300"));
    }

    @Test
    void takesBooleansForYesAndNo() {
        var defrag = setting("activedefrag");

        assertThat(List.of(defrag.canonical(true), defrag.canonical(false)))
                .containsExactly(Optional.of("yes"), Optional.of("no"));
    }

    @Test
    void takesNoFractionsListsOrMaps() {
        var timeout = setting("timeout");

        assertThat(Stream.of(60.0, List.of(60), Map.of("s", 60)).map(timeout::canonical))
                .containsOnly(Optional.empty());
    }

    @Test
    void givesWholeNumbersAsNumbers() {
        assertThat(setting("timeout").typed("300")).isEqualTo(300L);
    }

    @Test
    void givesOtherValuesAsText() {
        assertThat(setting("maxmemory-clients").typed("10%")).isEqualTo("10%");
    }

    @Test
    void knowsThatSharesForClientsCameWithVersionSeven() {
        assertThat(catalogue.settings())
                .filteredOn(setting -> setting.since().atLeast(new EngineVersion(7, 0)))
                .extracting(Setting::name)
                .containsExactly("maxmemory-clients");
    }

    private Setting setting(String name) {
        return catalogue.setting(name).orElseThrow();
    }
}
