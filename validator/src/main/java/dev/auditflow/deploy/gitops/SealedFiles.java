package dev.auditflow.deploy.gitops;

import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of SOPS that go to a branch as they are, each looked at once more: what is in it must be encrypted. */
final class SealedFiles {
    private static final String SEALED = "ENC[AES256_GCM,";

    private SealedFiles() {}

    /** By their path below the release's folder. @throws GitException if one of them is no encrypted Secret */
    static SortedMap<String, String> of(List<Path> files) throws GitException {
        SortedMap<String, String> sealed = new TreeMap<>();
        for (Path file : files) {
            try {
                String text = TextFiles.read(file);
                require(file, text);
                if (sealed.put("secrets/" + file.getFileName(), text) != null) {
                    throw GitException.refused(
                            "Two files of secrets are called %s; rename one".formatted(file.getFileName()));
                }
            } catch (TextFiles.Unusable e) {
                throw GitException.refused("The file of secrets " + e.sentence());
            }
        }
        return sealed;
    }

    private static void require(Path file, String text) throws GitException {
        YamlReader.Parsed parsed = YamlReader.read(text);
        if (parsed.faults().stream().anyMatch(fault -> fault.kind() != FaultKind.AMBIGUOUS_SCALAR)) {
            throw GitException.refused(file + " is not readable YAML, so it cannot be seen whether it is encrypted");
        }
        if (parsed.documents().size() != 1) {
            throw GitException.refused("%s holds %d documents, and Flux decrypts files of one Secret only; split it"
                    .formatted(file, parsed.documents().size()));
        }
        if (!(parsed.documents().getFirst() instanceof MapNode map)
                || !map.string("kind").orElse("").equals("Secret")
                || map.map("sops").isEmpty()) {
            throw GitException.refused(
                    "%s is no Secret that SOPS encrypted; 'sops encrypt --in-place' makes it one".formatted(file));
        }
        for (String field : List.of("data", "stringData")) {
            for (MapNode.Entry entry : map.map(field).map(MapNode::entries).orElse(List.of())) {
                if (!isSealed(entry.value())) {
                    throw GitException.refused(
                            "%s.%s in %s is not encrypted and would lie in Git for everybody to read; encrypt it by 'sops encrypt --in-place --encrypted-regex ^(data|stringData)$'"
                                    .formatted(field, entry.key(), file));
                }
            }
        }
    }

    /** SOPS leaves an empty text empty. */
    private static boolean isSealed(Node node) {
        return node instanceof ScalarNode scalar
                && (scalar.isNull() || scalar.text().isEmpty() || scalar.text().startsWith(SEALED));
    }
}
