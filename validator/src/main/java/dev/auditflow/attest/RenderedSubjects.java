package dev.auditflow.attest;

import dev.auditflow.config.Target;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Rendering;
import dev.auditflow.render.SealedValues;
import dev.auditflow.yaml.CanonicalJson;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an attestation of a rendering is about: its bytes, each of its objects, each image that is pinned by digest, and each values
 * file that SOPS encrypted, since the rendering does not show what is in it.
 *
 * @param bundle the whole rendering as {@code auditflow render} prints it, with the digests of {@code files} behind it
 * @param objects in the order of the rendering, each named {@code apiVersion/Kind/namespace/name}
 * @param images by name, each once
 * @param files values files that SOPS encrypted, by the digest of their encrypted bytes
 * @param unpinned images without a digest, by name
 * @param references all images as the rendering names them, each once, sorted
 * @param sealed whether the rendering holds secrets, so that its digest and those of its Secrets are keyed
 */
record RenderedSubjects(
        Named bundle,
        List<Named> objects,
        List<Named> images,
        List<Named> files,
        List<String> unpinned,
        List<String> references,
        boolean sealed) {
    private static final Pattern PINNED = Pattern.compile("(.+?)(?::[^/@]*)?@sha256:([0-9a-f]{64})");
    /** What the names of values files begin with. */
    static final String VALUES = "values/";

    private static final Set<String> CONTAINERS = Set.of("containers", "initContainers", "ephemeralContainers");

    RenderedSubjects {
        objects = List.copyOf(objects);
        images = List.copyOf(images);
        files = List.copyOf(files);
        unpinned = List.copyOf(unpinned);
        references = List.copyOf(references);
    }

    /** @throws KeyException if the rendering holds secrets and there is no seal key */
    static RenderedSubjects of(Target target, Rendering rendering, Seal seal) throws KeyException {
        List<Resource> resources = new ManifestReader().read(rendering).resources();
        List<Path> encrypted = SealedValues.among(target.options().valuesFiles());
        boolean holding = resources.stream().anyMatch(RenderedSubjects::holdsSecrets);
        if (!seal.hasKey()) {
            requireNothingSecret(target, resources, encrypted);
        }
        List<Named> objects = new ArrayList<>();
        TreeMap<String, String> images = new TreeMap<>();
        TreeSet<String> unpinned = new TreeSet<>();
        TreeSet<String> references = new TreeSet<>();
        for (Resource resource : resources) {
            objects.add(new Named(
                    name(resource, target.options().namespace()),
                    seal.hex(canonical(resource), holdsSecrets(resource))));
            references(resource.root(), references);
        }
        references.forEach(image -> image(image, images, unpinned));
        boolean sealed = holding || !encrypted.isEmpty();
        List<Named> files = files(encrypted);
        // The rendering does not show each encrypted value, and another value is another release.
        String behind = files.stream().map(file -> '\0' + file.digest()).collect(Collectors.joining());
        byte[] text = (rendering.text() + behind).getBytes(StandardCharsets.UTF_8);
        Named bundle = new Named("bundle/" + target.name(), seal.hex(text, sealed));
        return new RenderedSubjects(
                bundle,
                objects,
                images.entrySet().stream()
                        .map(image -> new Named(image.getKey(), image.getValue()))
                        .toList(),
                files,
                List.copyOf(unpinned),
                List.copyOf(references),
                sealed);
    }

    private static void requireNothingSecret(Target target, List<Resource> resources, List<Path> encrypted)
            throws KeyException {
        if (!encrypted.isEmpty()) {
            throw new KeyException(
                    "%s takes values from %s, which SOPS encrypted; what they become is named by keyed digests, so give --seal-key"
                            .formatted(target.name(), encrypted.getFirst()));
        }
        Optional<Resource> secret =
                resources.stream().filter(RenderedSubjects::holdsSecrets).findFirst();
        if (secret.isPresent()) {
            throw new KeyException(
                    "%s renders %s with data, whose plain digest would let anyone try passwords against it; give --seal-key"
                            .formatted(target.name(), secret.get().id()));
        }
    }

    /** All of them, the bundle first. Names are unique in a statement, so a second digest of an image gets its own. */
    List<Named> all() {
        List<Named> all = new ArrayList<>(List.of(bundle));
        all.addAll(objects);
        all.addAll(images);
        all.addAll(files);
        return all;
    }

    private static List<Named> files(List<Path> encrypted) {
        List<Named> files = new ArrayList<>();
        for (Path file : encrypted) {
            try {
                String digest = Digest.of(Files.readAllBytes(file)).substring("sha256:".length());
                files.add(new Named(VALUES + (files.size() + 1) + "/" + file.getFileName(), digest));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    static boolean holdsSecrets(Resource resource) {
        return resource.id().kind().equals("Secret")
                && resource.id().group().isEmpty()
                && (holds(resource, "data") || holds(resource, "stringData"));
    }

    private static boolean holds(Resource resource, String field) {
        return resource.root()
                .map(field)
                .filter(map -> !map.entries().isEmpty())
                .isPresent();
    }

    static String name(Resource resource, String namespace) {
        String own = resource.id().namespace();
        return String.join(
                "/",
                resource.id().apiVersion(),
                resource.id().kind(),
                own.isEmpty() ? namespace : own,
                resource.id().name());
    }

    private static byte[] canonical(Resource resource) {
        try {
            return CanonicalJson.bytes(JsonTree.read(resource.json(), 0, resource.json().length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void references(Node node, TreeSet<String> references) {
        switch (node) {
            case MapNode map -> {
                for (MapNode.Entry entry : map.entries()) {
                    if (CONTAINERS.contains(entry.key()) && entry.value() instanceof ListNode containers) {
                        for (Node container : containers.items()) {
                            if (container instanceof MapNode one) {
                                one.string("image").ifPresent(references::add);
                            }
                        }
                    }
                    references(entry.value(), references);
                }
            }
            case ListNode list -> list.items().forEach(item -> references(item, references));
            default -> {}
        }
    }

    private static void image(String reference, TreeMap<String, String> pinned, TreeSet<String> unpinned) {
        Matcher matcher = PINNED.matcher(reference);
        if (!matcher.matches()) {
            unpinned.add(reference);
            return;
        }
        String name = matcher.group(1);
        String digest = matcher.group(2);
        boolean other = !pinned.getOrDefault(name, digest).equals(digest);
        pinned.put(other ? name + "@sha256:" + digest : name, digest);
    }
}
