package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.diff.Trail;
import dev.auditflow.manifest.Resource;
import java.util.List;

/** Addresses and classes of Services: given once, they stay. */
final class ServiceFields {
    private static final String WAY =
            "Delete the Service right before the upgrade (its clients lose it for that time), or give the new one another name";

    private ServiceFields() {}

    static void check(ObjectChange.Changed object, Effects effects) {
        if (!object.id().group().isEmpty()) {
            return;
        }
        String was = type(object.before());
        String is = type(object.after());
        boolean external = was.equals("ExternalName") || is.equals("ExternalName");
        for (Change change : object.changes()) {
            boolean refused = switch (change.trail().toString()) {
                case "spec.clusterIP", "spec.clusterIPs", "spec.clusterIPs[0]" -> !external && takesAnother(change);
                case "spec.loadBalancerClass" -> was.equals("LoadBalancer") && is.equals("LoadBalancer");
                case "spec.healthCheckNodePort" -> change instanceof Change.Replaced;
                case "spec.ipFamilies[0]" -> !external && change instanceof Change.Replaced;
                default -> false;
            };
            if (refused) {
                refuse(object, change, effects);
            }
        }
    }

    private static void refuse(ObjectChange.Changed object, Change change, Effects effects) {
        Trail trail = change.trail();
        effects.add(
                Meaning.FAILS,
                object,
                change,
                "The API server refuses this: %s of a Service stays what it was".formatted(trail.fields()),
                WAY);
    }

    /** What is left out keeps its address; what is added finds one that was given before. */
    private static boolean takesAnother(Change change) {
        return switch (change) {
            case Change.Added added ->
                Pods.text(added.after()).map(text -> !text.isEmpty()).orElse(true);
            case Change.Replaced replaced ->
                Pods.text(replaced.after()).map(text -> !text.isEmpty()).orElse(true)
                        && Pods.text(replaced.before()).isPresent();
            case Change.Removed _, Change.Reordered _ -> false;
        };
    }

    static String type(Resource service) {
        return Pods.text(service, "spec", "type").orElse("ClusterIP");
    }

    /** Kinds of Services from the most inner to the most open one. */
    static int openness(String type) {
        return List.of("ExternalName", "ClusterIP", "NodePort", "LoadBalancer").indexOf(type);
    }
}
