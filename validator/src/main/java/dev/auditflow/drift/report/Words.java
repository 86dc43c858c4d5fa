package dev.auditflow.drift.report;

import dev.auditflow.drift.Drift;

/** Words that the forms share. */
final class Words {
    private static final int ALL = Integer.MAX_VALUE;

    private Words() {}

    /** A difference as a sentence. */
    static String sentence(Drift drift) {
        return sentence(drift, ALL);
    }

    /** @param widest most characters of a value */
    static String sentence(Drift drift, int widest) {
        String what = drift.field().isEmpty() ? drift.object().toString() : drift.object() + " " + line(drift.field());
        String words = switch (drift.kind()) {
            case CHANGED ->
                ": %s expected, %s found".formatted(cut(drift.expected(), widest), cut(drift.found(), widest));
            case ADDED -> ": nothing expected, %s found".formatted(cut(drift.found(), widest));
            case MISSING -> ": %s expected, nothing found".formatted(cut(drift.expected(), widest));
            case GONE -> ": it is not there";
            case LEFT_OVER -> ": it says that it is of this release, and no rendering that should run has it";
            case REVISION ->
                "Helm keeps revision %s, and the ledger knows %s as the last: somebody used helm around it"
                        .formatted(drift.found(), drift.expected());
            case BRANCH ->
                "The branch has other files since commit %s, and the ledger knows %s as the last: somebody committed around it"
                        .formatted(drift.found(), drift.expected());
        };
        return (drift.isOfRelease() ? "" : what) + words + who(drift);
    }

    private static String who(Drift drift) {
        if (drift.manager().isEmpty()) {
            return "";
        }
        return drift.time().isEmpty()
                ? "; by " + line(drift.manager())
                : "; by %s at %s".formatted(line(drift.manager()), drift.time());
    }

    private static String cut(String value, int widest) {
        String one = line(value);
        return one.length() <= widest ? one : one.substring(0, widest) + "…";
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** On one line, without what moves a cursor or hides text. */
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
