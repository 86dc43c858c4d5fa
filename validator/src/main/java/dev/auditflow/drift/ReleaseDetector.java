package dev.auditflow.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.config.DriftSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.LedgerEntry;
import dev.auditflow.deploy.Recorded;
import dev.auditflow.deploy.Site;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at all objects of a release in one environment. */
public final class ReleaseDetector {
    private static final String RELEASE = "meta.helm.sh/release-name";
    private static final String NAMESPACE = "meta.helm.sh/release-namespace";

    private final Site site;
    private final Target target;
    private final DriftSettings settings;
    private final GoldenFile secrets;
    private final Signers signers;
    private final Source source;
    private final String namespace;

    /** Says who signed what must run, if that can be told here. */
    public interface Signers {
        /** A few words about the attestation of a row of the ledger. @throws DeployException if it does not hold */
        String of(LedgerEntry entry) throws DeployException;
    }

    /** Where it is kept what must run. */
    public interface Source {
        /** Reads it; empty if the release was taken away again. @throws DeployException if nobody can say it now */
        Optional<Recorded> read() throws DeployException;
    }

    /**
     * Looks at one release.
     *
     * @param secrets names secrets, so that the same ones have the same names as long as it lives
     */
    public ReleaseDetector(
            Site site, Target target, DriftSettings settings, GoldenFile secrets, Signers signers, Source source) {
        this.site = site;
        this.target = target;
        this.settings = settings;
        this.secrets = secrets;
        this.signers = signers;
        this.source = source;
        this.namespace = target.options().namespace();
    }

    /** A look, with the objects that may be repaired. */
    record Look(ReleaseDrift drift, List<ObjectDrift> objects) {}

    /** Looks; changes nothing. What cannot be looked at is said in the answer. */
    public ReleaseDrift look() {
        return lookClosely().drift();
    }

    Look lookClosely() {
        try {
            Optional<Recorded> recorded = source.read();
            return recorded.isEmpty() ? nothing() : look(recorded.get());
        } catch (DeployException e) {
            return new Look(
                    ReleaseDrift.unseen(target.name(), site.environment(), target.release(), namespace, e.sentence()),
                    List.of());
        }
    }

    private Look nothing() {
        ReleaseDrift drift = new ReleaseDrift(
                target.name(),
                site.environment(),
                target.release(),
                namespace,
                "it was taken away, so nothing of it should run",
                0,
                0,
                List.of(),
                List.of());
        return new Look(drift, List.of());
    }

    private Look look(Recorded recorded) throws DeployException {
        List<String> unseen = new ArrayList<>();
        Set<String> scaled = scaled(recorded, unseen);
        Detector detector = new Detector(
                site.cluster(), namespace, new IgnoreRules(settings.ignore(), site.environment(), scaled), secrets);
        List<ObjectDrift> objects = new ArrayList<>();
        for (Resource object : recorded.objects()) {
            try {
                objects.add(detector.look(object));
            } catch (DeployException e) {
                unseen.add("%s: %s".formatted(object.id(), e.sentence()));
            }
        }
        List<Drift> drifts = new ArrayList<>();
        objects.forEach(object -> drifts.addAll(object.drifts()));
        drifts.addAll(leftOver(recorded, unseen));
        if (!recorded.newest().equals(recorded.last())) {
            drifts.add(new Drift(
                    recorded.isOnBranch() ? Drift.Kind.BRANCH : Drift.Kind.REVISION,
                    ResourceId.none(),
                    "",
                    recorded.last(),
                    recorded.newest(),
                    "",
                    ""));
        }
        ReleaseDrift drift = new ReleaseDrift(
                target.name(),
                site.environment(),
                target.release(),
                namespace,
                basis(recorded.entry()),
                objects.size(),
                objects.stream().mapToInt(ObjectDrift::ignored).sum(),
                drifts,
                unseen);
        return new Look(drift, objects);
    }

    private String basis(LedgerEntry entry) throws DeployException {
        return "revision %d, %s, by the %s of %s at %s; %s"
                .formatted(
                        entry.toRevision(),
                        entry.bundle(),
                        entry.action().equals("promote") ? "promotion" : entry.action(),
                        entry.actor(),
                        entry.time(),
                        signers.of(entry));
    }

    /** What autoscalers of the namespace, and of the rendering, scale. */
    private Set<String> scaled(Recorded recorded, List<String> unseen) {
        Set<String> scaled = new HashSet<>();
        for (Resource object : recorded.objects()) {
            if (object.id().kind().equals("HorizontalPodAutoscaler")) {
                object.root()
                        .map("spec")
                        .flatMap(spec -> spec.map("scaleTargetRef"))
                        .ifPresent(ref -> scaled.add(ref.string("kind").orElse("") + "/"
                                + ref.string("name").orElse("")));
            }
        }
        try {
            String path = "/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers".formatted(namespace);
            site.cluster()
                    .get(path)
                    .ifPresent(list -> list.path("items").forEach(item -> {
                        JsonNode ref = item.path("spec").path("scaleTargetRef");
                        scaled.add(ref.path("kind").asText() + "/"
                                + ref.path("name").asText());
                    }));
        } catch (DeployException e) {
            unseen.add("Autoscalers: " + e.sentence());
        }
        return scaled;
    }

    /** Objects that say that they are of this release and are in no rendering that should run. */
    private List<Drift> leftOver(Recorded recorded, List<String> unseen) {
        List<Drift> drifts = new ArrayList<>();
        Set<String> known = new HashSet<>();
        Set<List<String>> kinds = new LinkedHashSet<>();
        recorded.objects().forEach(object -> {
            known.add(object.id().kind() + "/" + object.id().name());
            kinds.add(List.of(object.id().apiVersion(), object.id().kind()));
        });
        recorded.earlier().forEach(id -> kinds.add(List.of(id.apiVersion(), id.kind())));
        for (List<String> kind : kinds) {
            try {
                for (JsonNode item : owned(kind)) {
                    JsonNode metadata = item.path("metadata");
                    String name = metadata.path("name").asText("");
                    if (!known.contains(kind.getLast() + "/" + name) && isOfRelease(metadata)) {
                        drifts.add(leftOver(kind, item));
                    }
                }
            } catch (DeployException e) {
                unseen.add("What is left over of the kind %s: %s".formatted(kind.getLast(), e.sentence()));
            }
        }
        return drifts;
    }

    private Drift leftOver(List<String> kind, JsonNode item) {
        JsonNode metadata = item.path("metadata");
        String inside = metadata.path("namespace").asText("");
        Optional<Manager> maker = Manager.of(item).stream().findFirst();
        return new Drift(
                Drift.Kind.LEFT_OVER,
                new ResourceId(
                        kind.getFirst(),
                        kind.getLast(),
                        inside.equals(namespace) ? "" : inside,
                        metadata.path("name").asText("")),
                "",
                "",
                "",
                maker.map(Manager::name).orElse(""),
                metadata.path("creationTimestamp").asText(""));
    }

    private List<JsonNode> owned(List<String> kind) throws DeployException {
        Cluster cluster = site.cluster();
        Optional<String> path = cluster.path(kind.getFirst(), kind.getLast(), namespace, "");
        List<JsonNode> items = new ArrayList<>();
        if (path.isPresent()) {
            String folder = path.get().substring(0, path.get().length() - 1);
            cluster.get(folder + "?labelSelector=app.kubernetes.io%2Fmanaged-by%3DHelm")
                    .ifPresent(list -> list.path("items").forEach(items::add));
        }
        return items;
    }

    /** Hooks come and go, and what a chart keeps is kept on purpose. */
    private boolean isOfRelease(JsonNode metadata) {
        JsonNode notes = metadata.path("annotations");
        return notes.path(RELEASE).asText("").equals(target.options().releaseName())
                && notes.path(NAMESPACE).asText("").equals(namespace)
                && notes.path("helm.sh/hook").isMissingNode()
                && !notes.path("helm.sh/resource-policy").asText("").equals("keep")
                && metadata.path("deletionTimestamp").isMissingNode();
    }
}
