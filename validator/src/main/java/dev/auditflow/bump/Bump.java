package dev.auditflow.bump;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ScalarNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another image for a service in one environment: one values file with one scalar replaced, or two where the digest has a key
 * of its own. Nothing is written before all of it is known to be exact.
 *
 * @param file that is edited
 * @param text of the file afterwards
 * @param changes in the order of the keys; empty if the file says all of it already
 * @param affected names of all targets whose image it changes, each as {@code release/environment}
 */
public record Bump(Path file, String text, List<Change> changes, List<String> affected) {
    public Bump {
        changes = List.copyOf(changes);
        affected = List.copyOf(affected);
    }

    /**
     * One scalar.
     *
     * @param line counted from 1
     */
    public record Change(FieldPath path, int line, String before, String after) {}

    /**
     * Plans it.
     *
     * @param targets all of the configuration
     * @throws ConfigException with a sentence if it cannot be done exactly
     */
    public static Bump of(List<Target> targets, Target target, String service, ImageTag tag) throws ConfigException {
        ImageLayers layers = ImageLayers.of(target, service);
        if (layers.deciding().isEmpty()) {
            throw missing(target, service, layers);
        }
        ImageLayers.Layer layer = layers.deciding().get();
        refuseSetFlags(target, layer);
        ValuesText text = layer.values();
        List<Change> changes = new ArrayList<>();
        Optional<String> reference = layer.reference();
        if (reference.isPresent()) {
            text = changed(text, layer, layer.image(), tag.on(reference.get()), changes);
        } else {
            Optional<ImageLayers.Layer> digest = layers.digest();
            boolean apart = digest.isPresent() && needsDigest(digest.get(), layer, tag);
            boolean joined = digest.isEmpty();
            text = changed(text, layer, layer.tag(), joined ? tag.toString() : tag.tag(), changes);
            if (apart) {
                text = changed(text, layer, layer.digest(), tag.digest(), changes);
            }
        }
        return new Bump(layer.file(), text.text(), changes, affected(targets, target, layer, service));
    }

    /** Those of the targets that have an image of this service. */
    public static List<Target> owners(List<Target> targets, String service) throws ConfigException {
        List<Target> owners = new ArrayList<>();
        for (Target target : targets) {
            if (ImageLayers.of(target, service).deciding().isPresent()) {
                owners.add(target);
            }
        }
        return owners;
    }

    /** Whether the key of the digest changes too: one that stayed would win over the new tag. */
    private static boolean needsDigest(ImageLayers.Layer digest, ImageLayers.Layer layer, ImageTag tag)
            throws ConfigException {
        boolean pinned = digest.scalar(digest.digest())
                .filter(one -> !one.isNull() && !one.text().isEmpty())
                .isPresent();
        if (!pinned && tag.digest().isEmpty()) {
            return false;
        }
        if (!digest.file().equals(layer.file())) {
            throw new ConfigException(
                    "%s: the digest stands here, and the tag at %s; set both in one file. Nothing was changed"
                            .formatted(digest.place(digest.digest()), layer.place(layer.tag())));
        }
        return true;
    }

    private static ValuesText changed(
            ValuesText text, ImageLayers.Layer layer, FieldPath path, String value, List<Change> changes)
            throws ConfigException {
        Optional<ScalarNode> before = layer.scalar(path);
        boolean same = before.filter(one ->
                        one.kind() == ScalarNode.Kind.STRING && one.text().equals(value))
                .isPresent();
        if (same) {
            return text;
        }
        ValuesText after = text.with(path, value);
        changes.add(new Change(
                path,
                before.map(one -> one.mark().line()).orElse(1),
                before.map(ScalarNode::source).orElse(""),
                value));
        return after;
    }

    private static ConfigException missing(Target target, String service, ImageLayers layers) throws ConfigException {
        List<String> known = ImageLayers.services(target);
        return new ConfigException("%s/%s has no %s.image.tag; looked in %s. %s. Nothing was changed"
                .formatted(
                        target.release(),
                        target.environment(),
                        service,
                        String.join(
                                ", ",
                                layers.layers().stream()
                                        .map(one -> one.file().toString())
                                        .toList()),
                        known.isEmpty()
                                ? "Add it there first"
                                : "Services with an image are " + String.join(", ", known)));
    }

    /** What stands in the configuration itself wins over all files. */
    private static void refuseSetFlags(Target target, ImageLayers.Layer layer) throws ConfigException {
        List<String> flags = Stream.of(
                        target.options().set(),
                        target.options().setString(),
                        target.options().setJson(),
                        target.options().setFile())
                .flatMap(List::stream)
                .toList();
        for (String flag : flags) {
            if (flag.startsWith(layer.image() + ".") || flag.startsWith(layer.image() + "=")) {
                throw new ConfigException(
                        "%s/%s sets %s in the configuration, which wins over %s; change it there. Nothing was changed"
                                .formatted(target.release(), target.environment(), layer.image(), layer.file()));
            }
        }
    }

    private static List<String> affected(List<Target> targets, Target of, ImageLayers.Layer layer, String service)
            throws ConfigException {
        List<String> affected = new ArrayList<>();
        for (Target target : targets) {
            String name =
                    target.environment().isEmpty() ? target.release() : target.release() + "/" + target.environment();
            // Another environment's broken file is no business of this one.
            boolean takes = of.options().valuesFiles().contains(layer.file())
                    ? target.options().valuesFiles().contains(layer.file())
                    : target.source().equals(of.source());
            if (takes
                    && !affected.contains(name)
                    && ImageLayers.of(target, service)
                            .deciding()
                            .filter(one -> one.file().equals(layer.file()))
                            .isPresent()) {
                affected.add(name);
            }
        }
        return affected;
    }

    /** Writes the file, whole or not at all. */
    public void write() throws IOException {
        AtomicFiles.rewrite(file, text);
    }
}
