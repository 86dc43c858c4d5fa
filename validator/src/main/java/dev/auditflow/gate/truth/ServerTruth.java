package dev.auditflow.gate.truth;

import dev.auditflow.check.Check;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Problem;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts where a check and an API server disagree. */
public final class ServerTruth {
    private final String version;

    /** @param version of the API server, as {@code major.minor} */
    public ServerTruth(String version) {
        this.version = version;
    }

    /**
     * Agreement over the cases of one mutation, or over all.
     *
     * @param rejected how many the server refuses
     * @param seen how many of those the check refuses too
     * @param falseAlarms how many it refuses that the server accepts
     */
    public record Count(int cases, int rejected, int seen, int falseAlarms) {
        Count plus(TruthCase one, boolean refused) {
            return new Count(
                    cases + 1,
                    rejected + (one.accepted() ? 0 : 1),
                    seen + (!one.accepted() && refused ? 1 : 0),
                    falseAlarms + (one.accepted() && refused ? 1 : 0));
        }
    }

    /** One case in which the check is wrong, and what it said. */
    public record Disagreement(TruthCase one, List<String> refusals) {}

    /** Counts by mutation, and {@code all} of them. */
    public record Result(Map<String, Count> byMutation, Count all, List<Disagreement> disagreements) {}

    /** Judges every case by {@code check}. */
    public Result run(List<TruthCase> cases, Check check) {
        Map<String, Count> counts = new TreeMap<>();
        Count all = new Count(0, 0, 0, 0);
        List<Disagreement> disagreements = new ArrayList<>();
        for (TruthCase one : cases) {
            List<String> refusals = refusals(one.manifest(), check);
            boolean refused = !refusals.isEmpty();
            Count count = counts.getOrDefault(one.mutation(), new Count(0, 0, 0, 0));
            counts.put(one.mutation(), count.plus(one, refused));
            all = all.plus(one, refused);
            if (refused == one.accepted()) {
                disagreements.add(new Disagreement(one, refusals));
            }
        }
        return new Result(counts, all, disagreements);
    }

    /** What keeps the text from passing: what the reader says, then what the check says. */
    public List<String> refusals(String yaml, Check check) {
        Rendering.RenderedFile file = new Rendering.RenderedFile("manifest.yaml", yaml, OriginMap.none());
        ManifestReader.Manifest manifest = new ManifestReader().read(new Rendering(List.of(file), List.of()));
        List<String> refusals = new ArrayList<>();
        for (Problem problem : manifest.problems()) {
            if (problem.kind() != Problem.Kind.AMBIGUOUS_SCALAR) {
                refusals.add("%s %s: %s".formatted(problem.kind(), problem.path(), problem.message()));
            }
        }
        Subject subject = new Subject("", "", "default", version, manifest.resources(), manifest.definitions());
        check.run(subject).findings().stream()
                .filter(finding -> finding.severity() == Severity.DENY)
                .forEach(finding ->
                        refusals.add("%s %s: %s".formatted(finding.rule(), finding.path(), finding.message())));
        if (manifest.resources().isEmpty()) {
            refusals.add("there is no object");
        }
        return refusals;
    }
}
