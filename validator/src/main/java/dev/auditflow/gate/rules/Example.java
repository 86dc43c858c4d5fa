package dev.auditflow.gate.rules;

import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.host.Resources;
import dev.auditflow.host.TextFiles;
import dev.auditflow.policies.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest beside a rule that it accepts, or finds something in.
 *
 * @param file as the user knows it
 * @param bad whether the rule finds something
 */
public record Example(String file, String text, boolean bad) {
    /** The two that come with a built-in rule: the bad one first. */
    public static List<Example> of(PolicyRule builtin) {
        String folder = builtin.packFolder() + "/" + builtin.name().replace('_', '-');
        return List.of(
                new Example("policies/" + folder + "/fail.yaml", resource(folder + "/fail.yaml"), true),
                new Example("policies/" + folder + "/pass.yaml", resource(folder + "/pass.yaml"), false));
    }

    /**
     * Those in a folder of the user's rules: {@code fail*.yaml} and {@code pass*.yaml}, the bad ones first.
     *
     * @throws IOException with a sentence, if one cannot be read
     */
    public static List<Example> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.map(Path::normalize)
                    .filter(file -> file.getFileName().toString().matches("(fail|pass)[A-Za-z0-9._-]*\\.ya?ml"))
                    .sorted()
                    .toList();
            List<Example> examples = new ArrayList<>();
            for (Path file : found) {
                boolean bad = file.getFileName().toString().startsWith("fail");
                examples.add(new Example(file.toString(), TextFiles.read(file), bad));
            }
            return examples;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What a rule of the gate itself finds something in; empty if no manifest alone shows it. */
    public static Optional<Example> of(Rule rule) {
        String name = "examples/" + rule.id() + ".yaml";
        return Resources.find(Example.class, name).map(text -> new Example(rule.id() + ".yaml", text, true));
    }

    private static String resource(String name) {
        return Resources.text(Policy.class, "examples/" + name);
    }
}
