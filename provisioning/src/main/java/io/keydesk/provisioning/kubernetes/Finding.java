package io.keydesk.provisioning.kubernetes;

import io.keydesk.provisioning.upkeep.Sentences;
import java.util.List;
import java.util.stream.Collectors;

/** An object that is not as it should be. */
sealed interface Finding {

    ObjectRef ref();

    /** For people: what the object was or had, as a sentence without a dot. */
    String describe();

    /** It is not there. */
    record Missing(Wanted wanted) implements Finding {
        @Override
        public ObjectRef ref() {
            return wanted.ref();
        }

        @Override
        public String describe() {
            return "%s was missing".formatted(ref());
        }
    }

    /** It is there, and different. */
    record Different(Wanted wanted, List<Difference> differences) implements Finding {

        private static final int SHOWN = 3;

        @Override
        public ObjectRef ref() {
            return wanted.ref();
        }

        @Override
        public String describe() {
            var words = differences.stream()
                    .filter(difference -> !difference.path().endsWith("[" + Wanted.MAKE + "]"))
                    .map(Difference::describe)
                    .toList();
            if (words.isEmpty()) {
                return "%s was of an older make".formatted(ref());
            }
            int more = words.size() - SHOWN;
            return "%s had %s%s"
                    .formatted(
                            ref(),
                            words.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                            more > 0 ? " and %d more differences".formatted(more) : "");
        }
    }

    /** It is there, and nobody wants it any more. */
    record Unwanted(ObjectRef ref, Entry there) implements Finding {
        @Override
        public String describe() {
            return "%s is not wanted any more".formatted(ref);
        }
    }

    /** All of them as one sentence that stays readable. */
    static String sentence(List<Finding> findings) {
        int more = findings.size() - 1;
        return Sentences.capitalised(findings.getFirst().describe())
                + (more > 0 ? "; and %d more objects differ.".formatted(more) : ".");
    }
}
