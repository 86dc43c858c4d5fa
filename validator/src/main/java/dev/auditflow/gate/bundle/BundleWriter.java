package dev.auditflow.gate.bundle;

import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import dev.auditflow.gate.opa.RuleFile;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes bundles: the same bundle is the same bytes, on every machine and with every zlib. */
public final class BundleWriter {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    /** Beside the earliest that a zip file can say, Java writes another time, which depends on the time zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private BundleWriter() {}

    /** The bundle as a zip file. @throws BundleException if it is larger than what is read */
    public static byte[] bytes(PolicyBundle bundle) throws BundleException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries(bundle).entrySet()) {
                zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (out.size() > BundleReader.MAX_BYTES) {
            throw new BundleException("is larger than %d MiB, the most that is read"
                    .formatted(BundleReader.MAX_BYTES / BundleReader.MIB));
        }
        return out.toByteArray();
    }

    /** Not compressed: what zlib makes of the same bytes differs, and a reader that never inflates cannot be flooded. */
    private static ZipEntry stored(String name, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(TIME);
        return entry;
    }

    static SortedMap<String, byte[]> entries(PolicyBundle bundle) {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        entries.put(Layout.MANIFEST, manifest(bundle));
        entries.put(Layout.CONFIG, bundle.config().getBytes(StandardCharsets.UTF_8));
        bundle.rego().ifPresent(rego -> {
            entries.put(Layout.REGO, rego.compiled().wasm());
            entries.put(Layout.RULES, RuleFile.write(rego.compiled()).getBytes(StandardCharsets.UTF_8));
            entries.put(Layout.DATA, rego.data());
        });
        if (!bundle.gatekeeper().isEmpty()) {
            entries.put(
                    Layout.OBJECTS,
                    Json.bytes(new ListNode(
                            bundle.gatekeeper().stream()
                                    .map(BundleWriter::object)
                                    .toList(),
                            NOWHERE)));
        }
        if (bundle.templates().length > 0) {
            entries.put(Layout.TEMPLATES, bundle.templates());
        }
        return entries;
    }

    private static byte[] manifest(PolicyBundle bundle) {
        SortedMap<String, Node> fields = new TreeMap<>();
        fields.put("format", number(Layout.FORMAT));
        bundle.rego().ifPresent(rego -> fields.put("rego", text(rego.compiled().digest())));
        return Json.bytes(map(fields));
    }

    private static Node object(Source source) {
        return map(new TreeMap<>(Map.of("file", text(source.file()), "object", source.object())));
    }

    private static Node map(SortedMap<String, Node> fields) {
        return new MapNode(
                fields.entrySet().stream()
                        .map(field -> new MapNode.Entry(field.getKey(), NOWHERE, field.getValue()))
                        .toList(),
                NOWHERE);
    }

    private static Node text(String text) {
        return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, NOWHERE);
    }

    private static Node number(int number) {
        String text = Integer.toString(number);
        return new ScalarNode(ScalarNode.Kind.INTEGER, text, true, text, NOWHERE);
    }
}
