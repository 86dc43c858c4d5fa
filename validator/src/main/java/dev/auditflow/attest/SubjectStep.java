package dev.auditflow.attest;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The check that an attestation is about this rendering, byte for byte, with words for what differs. */
final class SubjectStep {
    private static final int SHOWN = 5;

    private SubjectStep() {}

    static Step of(
            Statement statement, Verifier.Current current, RenderedSubjects subjects, Optional<String> attested) {
        Map<String, String> signed = statement.subjects();
        if (signed.containsKey(subjects.bundle().digest())) {
            return new Step(
                    "subject", Step.State.PASSED, "sha256:" + subjects.bundle().digest());
        }
        List<String> differences = attested.filter(text -> signed.containsKey(plain(text)) && !subjects.sealed())
                .map(text -> fields(text, current))
                .orElseGet(() -> objects(signed, subjects));
        String what = differences.isEmpty()
                ? "the objects are the same, the bytes around them are not"
                : differences.stream().limit(SHOWN).collect(Collectors.joining(", "))
                        + (differences.size() > SHOWN ? " and %d more".formatted(differences.size() - SHOWN) : "");
        return new Step(
                "subject",
                Step.State.REFUSED,
                "The rendering is not the one that was judged: %s; validate and attest it again".formatted(what));
    }

    private static String plain(String text) {
        return Seal.none().hex(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** With the rendering that was judged at hand, the fields can be named; values may be credentials. */
    private static List<String> fields(String attested, Verifier.Current current) {
        List<Resource> before = ManifestReader.objects("attested", attested);
        List<Resource> after = new ManifestReader().read(current.rendering()).resources();
        List<String> differences = new ArrayList<>();
        for (ObjectChange change : Comparison.of(
                        before, after, current.target().options().namespace())
                .changes()) {
            switch (change) {
                case ObjectChange.Added added -> differences.add(added.id() + " is new");
                case ObjectChange.Removed removed -> differences.add(removed.id() + " is gone");
                case ObjectChange.Changed changed -> {
                    for (Change field : changed.changes()) {
                        differences.add(changed.id() + " " + field.trail());
                    }
                }
            }
        }
        return differences;
    }

    private static List<String> objects(Map<String, String> signed, RenderedSubjects subjects) {
        Set<String> before = new LinkedHashSet<>(signed.values());
        before.removeIf(name -> name.startsWith("bundle/"));
        List<String> differences = new ArrayList<>();
        List<Named> parts = new ArrayList<>(subjects.objects());
        parts.addAll(subjects.files());
        for (Named object : parts) {
            if (!before.remove(object.name())) {
                differences.add(object.name() + " is new");
            } else if (!signed.containsKey(object.digest())) {
                differences.add(object.name());
            }
        }
        subjects.images().forEach(image -> before.remove(image.name()));
        before.forEach(name -> differences.add(name + " is gone"));
        return differences;
    }
}
