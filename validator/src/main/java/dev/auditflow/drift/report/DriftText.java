package dev.auditflow.drift.report;

import dev.auditflow.drift.Drift;
import dev.auditflow.drift.ReleaseDrift;
import java.util.List;

/** For people. */
public final class DriftText {
    private static final int WIDEST = 120;

    private DriftText() {}

    static String write(List<ReleaseDrift> drifts) {
        StringBuilder out = new StringBuilder();
        drifts.forEach(drift -> release(drift, out));
        out.append(summary(drifts)).append('\n');
        return out.toString();
    }

    private static void release(ReleaseDrift release, StringBuilder out) {
        out.append(release.target()).append('\n');
        if (!release.basis().isEmpty()) {
            out.append("  should run: ").append(Words.line(release.basis())).append('\n');
        }
        for (Drift drift : release.drifts()) {
            out.append("  %-9s %s%n".formatted(drift.kind().word(), Words.sentence(drift, WIDEST)));
        }
        release.unseen()
                .forEach(sentence ->
                        out.append("  not seen  ").append(Words.line(sentence)).append('\n'));
    }

    /** The last line: how it ends and what was looked at. */
    private static String summary(List<ReleaseDrift> drifts) {
        int objects = drifts.stream().mapToInt(ReleaseDrift::objects).sum();
        int ignored = drifts.stream().mapToInt(ReleaseDrift::ignored).sum();
        long found = drifts.stream().mapToLong(drift -> drift.drifts().size()).sum();
        long unseen = drifts.stream().mapToLong(drift -> drift.unseen().size()).sum();
        String word = unseen > 0 ? "ERROR" : found > 0 ? "FAIL" : "PASS";
        return "%s  %s · %s looked at%s%s"
                .formatted(
                        word,
                        found == 0
                                ? unseen == 0 ? "no drift" : "no drift in what was seen"
                                : Words.count(found, "difference"),
                        Words.count(objects, "object"),
                        ignored == 0 ? "" : " · %s left to controllers".formatted(Words.count(ignored, "difference")),
                        unseen == 0 ? "" : " · %d could not be looked at".formatted(unseen));
    }
}
