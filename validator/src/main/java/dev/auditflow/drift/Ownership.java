package dev.auditflow.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.FieldPath;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who set what of an object in the cluster.
 *
 * @param live the object as the cluster has it
 * @param managers of it
 */
record Ownership(JsonNode live, List<Manager> managers) {
    /** Our own name for what is only tried, and for what is repaired. */
    static final String TRIAL = "auditflow-drift";

    static final String REPAIR = "auditflow-repair";

    private static final String HELM = "helm";

    /** Helm sets this when it makes an object, under the name of its program, which need not be helm. */
    private static final List<String> HELMS_MARK =
            List.of("f:metadata", "f:annotations", "f:meta.helm.sh/release-name");

    /** Parts of Kubernetes, and of K3s where all of them are one program. What they add to an object belongs to their work. */
    private static final Set<String> SYSTEM = Set.of(
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
            "kubelet",
            "cloud-controller-manager",
            "k3s");

    Ownership {
        managers = List.copyOf(managers);
    }

    static Ownership of(JsonNode live) {
        return new Ownership(live, Manager.of(live));
    }

    /**
     * Takes out of what the object should be all that somebody else put there and the rendering does not say.
     *
     * @param expected what the server made of the rendering, with the fields that stand in it under {@link #TRIAL}
     */
    void withoutAdditions(ObjectNode expected) {
        Set<List<String>> ours = new HashSet<>();
        Manager.of(expected).stream()
                .filter(manager -> manager.name().equals(TRIAL))
                .forEach(manager -> ours.addAll(manager.fields()));
        managers.stream().filter(Ownership::isOurs).forEach(manager -> ours.addAll(manager.fields()));
        managers.stream()
                .filter(manager -> !isOurs(manager) && !isSystem(manager))
                .flatMap(manager -> manager.fields().stream())
                .filter(way -> !way.isEmpty() && !way.getFirst().equals("f:status"))
                .filter(way -> ours.stream().noneMatch(own -> Manager.startsWith(own, way)))
                .sorted(Comparator.<List<String>>comparingInt(List::size).thenComparing(List::toString))
                .forEach(way -> FieldWays.in(expected, way).ifPresent(path -> FieldWays.remove(expected, path)));
    }

    private static boolean isOurs(Manager manager) {
        boolean ours = List.of(HELM, TRIAL, REPAIR).contains(manager.name())
                || manager.fields().contains(HELMS_MARK);
        return ours && manager.subresource().isEmpty();
    }

    private static boolean isSystem(Manager manager) {
        return SYSTEM.contains(manager.name()) || manager.subresource().equals("status");
    }

    /** Who set a field, or the newest part of it, last; empty if nobody says so, as for a field that was taken away. */
    Optional<Manager> of(FieldPath field) {
        return latest(field, true).or(() -> latest(field, false));
    }

    /** @param exact whether the manager must have set this field or one below it, not a whole that it belongs to */
    private Optional<Manager> latest(FieldPath field, boolean exact) {
        return managers.stream()
                .filter(manager -> manager.fields().stream()
                        .filter(way -> !way.isEmpty())
                        .flatMap(way -> FieldWays.in(live, way).stream())
                        .anyMatch(path ->
                                exact ? isWithin(path, field) : isWithin(field, path) && isWhole(manager, path)))
                .max(Comparator.comparing(Manager::time));
    }

    /** A list or mapping that is set as a whole has no parts with managers of their own. */
    private boolean isWhole(Manager manager, FieldPath path) {
        return manager.fields().stream()
                .flatMap(way -> FieldWays.in(live, way).stream())
                .noneMatch(other -> !other.equals(path) && isWithin(other, path));
    }

    private static boolean isWithin(FieldPath path, FieldPath whole) {
        return path.steps().size() >= whole.steps().size()
                && path.steps().subList(0, whole.steps().size()).equals(whole.steps());
    }
}
