package dev.auditflow.deploy.gitops;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.diff.Comparison;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a branch is to hold of a release.
 *
 * @param folder of the release in the branch; whatever else is in it goes
 * @param files all files in it, by their path below it
 * @param beside files at the root of the branch that are written too
 */
public record Content(String folder, SortedMap<String, String> files, SortedMap<String, String> beside) {
    /** The file that says what a folder holds, and that a promoter wrote it. */
    static final String METADATA = "auditflow.metadata";

    static final String HYDRATOR = "hydrator.metadata";
    private static final String README = "README.md";
    private static final String MANIFEST = "manifest.yaml";
    private static final String KUSTOMIZATION = "kustomization.yaml";

    public Content {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        beside = Collections.unmodifiableSortedMap(new TreeMap<>(beside));
    }

    /** Whether a file only tells where the others are from, so that a change of it alone is none. */
    static boolean isMetadata(String name) {
        return Set.of(METADATA, HYDRATOR, README).contains(name);
    }

    /**
     * Lays a release out.
     *
     * @param secrets files of SOPS, committed as they are for Flux, which decrypts them
     * @throws GitException if something must not be in Git
     */
    public static Content of(
            VerifiedRelease release,
            Manifests manifests,
            GitSettings settings,
            List<Path> secrets,
            Provenance provenance)
            throws GitException {
        return of(manifests.committed(), release.target().options().namespace(), settings, secrets, provenance);
    }

    static Content of(
            List<Resource> objects, String namespace, GitSettings settings, List<Path> secrets, Provenance provenance)
            throws GitException {
        boolean flux = settings.reconciler() == GitSettings.Reconciler.FLUX;
        SortedMap<String, String> files = manifests(objects, settings.filePerObject());
        requireSame(provenance.target(), objects, files, namespace);
        if (flux) {
            files.putAll(SealedFiles.of(secrets));
            files.put(KUSTOMIZATION, kustomization(files.keySet()));
        }
        files.put(METADATA, provenance.metadata());
        files.put(HYDRATOR, provenance.hydrator());
        files.put(README, provenance.readme());
        SortedMap<String, String> beside = new TreeMap<>();
        if (!flux) {
            beside.put(HYDRATOR, provenance.rootHydrator());
            beside.put(
                    ".gitattributes",
                    "**/README.md linguist-generated=true\n**/hydrator.metadata linguist-generated=true\n");
        }
        return new Content(settings.folderOf(provenance.release()), files, beside);
    }

    /**
     * What stays of a release whose first rendering was taken back.
     *
     * @param objects what {@link Remains} leaves
     * @param taken the digest of the rendering that was taken back
     * @param plan names the run, as the ledger does
     */
    public static Content remains(
            Target target, List<Resource> objects, GitSettings settings, String taken, String plan)
            throws GitException {
        SortedMap<String, String> files = manifests(objects, settings.filePerObject());
        requireSame(target.name(), objects, files, target.options().namespace());
        if (settings.reconciler() == GitSettings.Reconciler.FLUX) {
            files.put(KUSTOMIZATION, kustomization(files.keySet()));
        }
        files.put(METADATA, Provenance.taken(target.name(), taken, plan));
        return new Content(settings.folderOf(target.release()), files, new TreeMap<>());
    }

    private static SortedMap<String, String> manifests(List<Resource> objects, boolean perObject) {
        SortedMap<String, String> files = new TreeMap<>();
        if (perObject) {
            for (Resource object : objects) {
                files.put(name(object.id(), files.keySet()), YamlWriter.write(object.root()));
            }
        } else {
            files.put(
                    MANIFEST,
                    objects.stream()
                            .map(object -> YamlWriter.write(object.root()))
                            .collect(Collectors.joining("---\n")));
        }
        return files;
    }

    /** {@code kind.name.yaml}, with a number behind it for what has the same in another namespace or group. */
    private static String name(ResourceId id, Set<String> taken) {
        String stem = (id.kind().toLowerCase(Locale.ROOT) + "." + id.name()).replaceAll("[^A-Za-z0-9._-]", "_");
        String name = stem + ".yaml";
        for (int i = 2; taken.contains(name); i++) {
            name = "%s.%d.yaml".formatted(stem, i);
        }
        return name;
    }

    private static String kustomization(Set<String> files) {
        return "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
                + files.stream().map(file -> "- " + file + "\n").collect(Collectors.joining());
    }

    /** What is written reads back as what was judged, or is not written at all. */
    private static void requireSame(String target, List<Resource> judged, Map<String, String> files, String namespace)
            throws GitException {
        List<Resource> written = new ArrayList<>();
        files.forEach((name, text) -> written.addAll(ManifestReader.objects(name, text)));
        Comparison comparison = Comparison.of(judged, written, namespace);
        if (!comparison.isEmpty()) {
            throw GitException.refused("%s cannot be written to Git as it was judged: %s would be another"
                    .formatted(target, comparison.changes().getFirst().id()));
        }
    }
}
