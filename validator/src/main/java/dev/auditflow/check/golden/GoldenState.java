package dev.auditflow.check.golden;

import dev.auditflow.check.Subject;
import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Forecast;
import dev.auditflow.check.upgrade.ServerVerdicts;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The golden files of a target beside what it renders. */
public final class GoldenState {
    private final GoldenFile format;
    private final Map<String, Resource> stored = new TreeMap<>();
    private final Map<String, Resource> masked = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    private final Map<String, GoldenFile.Expected> expected;
    private final Comparison comparison;
    private final List<Effect> effects;

    /**
     * Compares.
     *
     * @param files name to text of the golden files
     * @param expected what they should hold
     * @param subject whose objects these are
     */
    public GoldenState(
            GoldenFile format, Map<String, String> files, Map<String, GoldenFile.Expected> expected, Subject subject) {
        this.format = format;
        this.expected = expected;
        files.forEach(this::read);
        List<Resource> before = List.copyOf(masked.values());
        List<Resource> after =
                expected.values().stream().map(GoldenFile.Expected::resource).toList();
        this.comparison = Comparison.of(before, after, subject.namespace());
        this.effects =
                Forecast.of(comparison, before, after, subject.customResourceDefinitions(), ServerVerdicts.none());
    }

    private void read(String name, String text) {
        GoldenFile.Expected now = expected.get(name);
        if (now != null && now.text().equals(text)) {
            stored.put(name, now.resource());
            masked.put(name, now.resource());
            return;
        }
        List<Resource> objects = ManifestReader.objects(name, text);
        String why = wrong(objects, now);
        if (why.isEmpty()) {
            stored.put(name, objects.getFirst());
            masked.put(name, format.masked(objects.getFirst()));
        } else {
            unreadable.put(name, why);
        }
    }

    /** Why this is no golden file of the object; empty if it may be one. */
    private static String wrong(List<Resource> objects, GoldenFile.@Nullable Expected now) {
        if (objects.isEmpty()) {
            return "it holds no object that can be read";
        }
        if (objects.size() > 1) {
            return "it holds %d objects".formatted(objects.size());
        }
        ResourceId holds = objects.getFirst().id();
        return now == null || holds.toString().equals(now.resource().id().toString())
                ? ""
                : "it holds %s and not %s".formatted(holds, now.resource().id());
    }

    /** Golden files that hold no single object, and why. */
    public Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    /** How all of them differ. */
    public Comparison comparison() {
        return comparison;
    }

    /** What the differences mean. */
    public List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** The name of the golden file that an object stands in, or should; empty for none. */
    public String fileOf(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Removed removed -> storedName(removed.before());
            case ObjectChange.Added added -> expectedName(added.after());
            case ObjectChange.Changed changed -> expectedName(changed.after());
        };
    }

    /** The name of the golden file that holds the old object of a change; empty for none. */
    public String oldFileOf(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Removed removed -> storedName(removed.before());
            case ObjectChange.Added _ -> "";
            case ObjectChange.Changed changed -> storedName(changed.before());
        };
    }

    private String storedName(Resource before) {
        return masked.entrySet().stream()
                .filter(entry -> entry.getValue() == before)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private String expectedName(Resource after) {
        return expected.entrySet().stream()
                .filter(entry -> entry.getValue().resource() == after)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** How one golden file differs from what it should hold. */
    List<Change> changes(String name) {
        Resource before = masked.get(name);
        GoldenFile.Expected after = expected.get(name);
        if (before == null || after == null) {
            return List.of();
        }
        return comparison.changes().stream()
                .filter(change -> change instanceof ObjectChange.Changed changed
                        && changed.before() == before
                        && changed.after() == after.resource())
                .map(change -> ((ObjectChange.Changed) change).changes())
                .findFirst()
                .orElse(List.of());
    }

    List<Effect> effects(Resource resource) {
        return effects.stream()
                .filter(effect -> effect.resource().equals(resource.id()))
                .sorted(Comparator.comparing(Effect::meaning))
                .toList();
    }

    boolean holdsSecrets(String name) {
        Resource resource = stored.get(name);
        return resource != null && format.holdsSecrets(resource);
    }

    /** Golden files that hold what they should leave out. */
    public List<String> withSecrets() {
        return stored.keySet().stream().filter(this::holdsSecrets).toList();
    }

    /** Whether a golden file says just what it would say if it were written now, but for its form. */
    public boolean isCurrent(String name) {
        Resource resource = stored.get(name);
        GoldenFile.Expected now = expected.get(name);
        return resource != null
                && now != null
                && Comparison.same(resource.root(), now.resource().root());
    }
}
