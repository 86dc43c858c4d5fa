package dev.auditflow.sops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Command;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program sops, for what only it can: PGP and the key services of clouds. The file goes in and its content comes out by
 * pipes; nothing secret stands in arguments or files. Its exit codes are those of sops 3.
 */
public final class SopsProgram {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int NO_KEY = 128;
    private static final int NO_MAC = 52;
    private static final int WRONG_MAC = 51;

    /** What key services need to know of who asks. */
    private static final List<String> PREFIXES =
            List.of("SOPS_", "AWS_", "GOOGLE_", "AZURE_", "VAULT_", "GNUPG", "HUAWEICLOUD_");

    private static final List<String> NAMES = List.of("HOME", "GPG_TTY", "HTTPS_PROXY", "NO_PROXY", "XDG_CONFIG_HOME");

    private final Path program;
    private final Map<String, String> variables;

    /** @param variables of this process, of which the program gets those that it needs */
    public SopsProgram(Path program, Map<String, String> variables) {
        this.program = program;
        Map<String, String> passed = new HashMap<>();
        variables.forEach((name, value) -> {
            if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                passed.put(name, value);
            }
        });
        this.variables = Map.copyOf(passed);
    }

    /** The program on the PATH. @throws SopsException if there is none */
    public static SopsProgram onPath(Map<String, String> variables) throws SopsException {
        return Command.find("sops")
                .map(program -> new SopsProgram(program, variables))
                .orElseThrow(() -> new SopsException(
                        "it has no age recipient, and there is no program sops on the PATH for its other keys"));
    }

    /** The documents of a file, decrypted. @throws SopsException with what sops could not do, and none of its values */
    public List<JsonNode> decrypt(String text) throws SopsException {
        List<String> argv = new ArrayList<>(List.of(
                program.toString(),
                "decrypt",
                "--input-type",
                "yaml",
                "--output-type",
                "yaml",
                "--filename-override",
                "secrets.yaml"));
        Command.Result result;
        try {
            result = Command.of(argv)
                    .withInput(text)
                    .withEnvironment(variables)
                    .within(LIMIT)
                    .run();
        } catch (Command.Failure e) {
            throw new SopsException(String.valueOf(e.getMessage()));
        }
        switch (result.exitCode()) {
            case 0 -> {}
            case WRONG_MAC ->
                throw new SopsException("its MAC does not fit its values: something was changed without SOPS");
            case NO_MAC -> throw new SopsException("it has no MAC");
            case NO_KEY -> throw new SopsException("sops has none of the keys that it is encrypted for");
            default ->
                throw new SopsException("sops ends with %d; try 'sops decrypt' by hand".formatted(result.exitCode()));
        }
        YamlReader.Parsed parsed = YamlReader.read(result.output());
        if (parsed.faults().stream().anyMatch(fault -> fault.kind() != FaultKind.AMBIGUOUS_SCALAR)) {
            throw new SopsException("sops prints no readable YAML");
        }
        List<JsonNode> documents = new ArrayList<>();
        for (Node document : parsed.documents()) {
            documents.add(json(document));
        }
        return documents;
    }

    private static JsonNode json(Node document) throws SopsException {
        try {
            return JsonTree.readStrictly(new String(Json.bytes(document), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new SopsException("sops prints something that has no JSON");
        }
    }
}
