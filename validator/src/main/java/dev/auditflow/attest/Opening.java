package dev.auditflow.attest;

import dev.auditflow.config.Target;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import dev.auditflow.render.SealedValues;
import dev.auditflow.sops.StandIn;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Puts what SOPS encrypted into a rendering that was judged without it. Only fields that hang on encrypted values may become
 * others: those that differ, too, where another stand-in takes the place of what is encrypted.
 */
public final class Opening {
    private static final int SHOWN = 5;

    private Opening() {}

    /** What was decrypted does not belong to what was judged. The message is a sentence without any value. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }

        /** The message, never null. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    static Rendering of(
            Target target, Rendering judged, RenderedSubjects subjects, SealedValues decrypted, Renderer renderer)
            throws Refused {
        Set<String> files = subjects.files().stream()
                .map(file -> "sha256:" + file.digest())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!files.equals(decrypted.digests())) {
            throw new Refused("%s: what was decrypted are not the files that were judged; they changed just now"
                    .formatted(target.name()));
        }
        Rendering plain = render(target, renderer.with(decrypted));
        Rendering other = render(target, renderer.with(SealedValues.of(StandIn.OTHER)));
        Set<String> hanging = differences(target, judged, other).stream()
                .filter(Difference::isValue)
                .map(Difference::words)
                .collect(Collectors.toSet());
        Set<String> strange = differences(target, judged, plain).stream()
                .filter(one -> !one.isValue() || !hanging.contains(one.words()))
                .map(Difference::words)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!strange.isEmpty()) {
            throw new Refused(
                    "%s renders otherwise with what is decrypted than was judged: %s%s. A template decides something by an encrypted value; leave that value plain"
                            .formatted(
                                    target.name(),
                                    strange.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                                    strange.size() > SHOWN ? " and %d more".formatted(strange.size() - SHOWN) : ""));
        }
        return plain;
    }

    /** The words of a chart may repeat a value, so they are not repeated here. */
    private static Rendering render(Target target, Renderer renderer) throws Refused {
        return switch (renderer.render(target)) {
            case RenderResult.Rendered rendered -> rendered.rendering();
            case RenderResult.Failed failed ->
                throw new Refused(
                        "%s does not render with what is decrypted%s; 'auditflow render %1$s --decrypt' shows why"
                                .formatted(
                                        target.name(),
                                        failed.line() > 0
                                                ? ": see %s:%d".formatted(failed.file(), failed.line())
                                                : ""));
        };
    }

    /**
     * Something that two renderings do not have in common.
     *
     * @param words in the terms of the first, for the other may hold values where names stand
     * @param isValue whether it is another value of a field that both have
     */
    private record Difference(String words, boolean isValue) {}

    private static List<Difference> differences(Target target, Rendering one, Rendering other) {
        List<Resource> before = new ManifestReader().read(one).resources();
        List<Resource> after = new ManifestReader().read(other).resources();
        return Comparison.of(before, after, target.options().namespace()).changes().stream()
                .flatMap(change -> differences(change).stream())
                .toList();
    }

    private static List<Difference> differences(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Added added ->
                List.of(new Difference(
                        "another object of the kind " + added.id().kind(), false));
            case ObjectChange.Removed removed -> List.of(new Difference(removed.id() + " is gone", false));
            case ObjectChange.Changed changed
            when changed.renamed() -> List.of(new Difference(changed.before().id() + " has another name", false));
            case ObjectChange.Changed changed ->
                changed.changes().stream()
                        .map(field -> new Difference(
                                changed.before().id() + " " + field.oldPath(),
                                field instanceof Change.Replaced replaced
                                        && replaced.before() instanceof ScalarNode
                                        && replaced.after() instanceof ScalarNode))
                        .toList();
        };
    }
}
