package dev.auditflow.gate.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueReader;
import dev.auditflow.gate.opa.RuleFile;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads bundles, in memory and strictly: nothing is unpacked to a disk, inflated or left over. */
public final class BundleReader {
    static final int MIB = 1024 * 1024;

    /** Most bytes of a bundle. */
    public static final int MAX_BYTES = 32 * MIB;

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final SortedMap<String, byte[]> entries;

    private BundleReader(SortedMap<String, byte[]> entries) {
        this.entries = entries;
    }

    /** The bundle in these bytes. @throws BundleException for all that {@link BundleWriter} does not write */
    public static PolicyBundle read(byte[] bytes) throws BundleException {
        return new BundleReader(entries(bytes)).bundle();
    }

    /** The files inside by name, as they are. @throws BundleException if there are others than a bundle has */
    public static SortedMap<String, byte[]> entries(byte[] bytes) throws BundleException {
        if (bytes.length > MAX_BYTES) {
            throw new BundleException("is larger than %d MiB, the most that is read".formatted(MAX_BYTES / MIB));
        }
        SortedMap<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!Layout.NAMES.contains(entry.getName()) || entry.getMethod() != ZipEntry.STORED) {
                    throw new BundleException("holds a file that no bundle of this program has; " + remedy());
                }
                if (entries.put(entry.getName(), zip.readAllBytes()) != null) {
                    throw new BundleException("holds %s twice; %s".formatted(entry.getName(), remedy()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException("is damaged; " + remedy());
        }
        if (entries.isEmpty()) {
            throw new BundleException("is no bundle; make one by 'auditflow bundle build'");
        }
        return entries;
    }

    private static String remedy() {
        return "build it again by 'auditflow bundle build'";
    }

    private PolicyBundle bundle() throws BundleException {
        MapNode manifest = manifest();
        if (entries.containsKey(Layout.REGO) != entries.containsKey(Layout.RULES)
                || entries.containsKey(Layout.REGO) != entries.containsKey(Layout.DATA)
                || (entries.containsKey(Layout.TEMPLATES) && !entries.containsKey(Layout.OBJECTS))) {
            throw new BundleException("lacks a part of its policies; " + remedy());
        }
        String config = text(Layout.CONFIG);
        ReducedConfig.refuseOthers(config);
        Optional<PolicyBundle.Rego> rego =
                entries.containsKey(Layout.REGO) ? Optional.of(rego(manifest)) : Optional.empty();
        byte[] templates = entries.getOrDefault(Layout.TEMPLATES, new byte[0]);
        return new PolicyBundle(config, rego, objects(), templates);
    }

    private MapNode manifest() throws BundleException {
        if (json(Layout.MANIFEST) instanceof MapNode manifest
                && manifest.get("format").orElse(null) instanceof ScalarNode format) {
            if (format.text().equals(Integer.toString(Layout.FORMAT))) {
                return manifest;
            }
            throw new BundleException(
                    "is of another format than %d, the one of this program; build it by the same version of auditflow"
                            .formatted(Layout.FORMAT));
        }
        throw new BundleException("does not say its format; " + remedy());
    }

    private PolicyBundle.Rego rego(MapNode manifest) throws BundleException {
        String digest = manifest.string("rego").orElse("");
        if (!DIGEST.matcher(digest).matches()) {
            throw new BundleException("does not say what its Rego was compiled from; " + remedy());
        }
        byte[] data = content(Layout.DATA);
        try {
            if (!(ValueReader.json(text(Layout.DATA)) instanceof Value.Obj)) {
                throw new IllegalArgumentException("no object");
            }
            return new PolicyBundle.Rego(RuleFile.read(text(Layout.RULES), content(Layout.REGO), digest), data);
        } catch (IllegalArgumentException e) {
            throw new BundleException("holds rules or data that cannot be read; " + remedy());
        }
    }

    private List<Source> objects() throws BundleException {
        if (!entries.containsKey(Layout.OBJECTS)) {
            return List.of();
        }
        if (!(json(Layout.OBJECTS) instanceof ListNode list)) {
            throw new BundleException("holds no list of Gatekeeper's objects; " + remedy());
        }
        List<Source> objects = new ArrayList<>();
        for (Node item : list.items()) {
            if (!(item instanceof MapNode entry)
                    || entry.string("file").isEmpty()
                    || entry.map("object").isEmpty()) {
                throw new BundleException("holds an object of Gatekeeper that cannot be read; " + remedy());
            }
            objects.add(
                    new Source(entry.map("object").get(), entry.string("file").get()));
        }
        return objects;
    }

    private Node json(String name) throws BundleException {
        try {
            return JsonNodes.read(content(name));
        } catch (JsonProcessingException e) {
            throw new BundleException("holds no JSON in %s; %s".formatted(name, remedy()));
        }
    }

    private String text(String name) throws BundleException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content(name)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BundleException("holds no UTF-8 in %s; %s".formatted(name, remedy()));
        }
    }

    private byte[] content(String name) throws BundleException {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new BundleException("holds no %s; %s".formatted(name, remedy()));
        }
        return content;
    }
}
