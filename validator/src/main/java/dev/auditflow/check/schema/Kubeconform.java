package dev.auditflow.check.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** kubeconform as another program: a binary, or an image that is pinned by its digest and sees no network. */
public final class Kubeconform {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int MAX_OUTPUT = 64 * 1024 * 1024;
    private static final String MOUNT = "/schemas";
    // What container engines need to find their own configuration and socket.
    private static final List<String> PASSED = List.of(
            "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "CONTAINERS_CONF", "CONTAINERS_STORAGE_CONF", "DOCKER_HOST");

    private final List<String> program;
    private final boolean contained;
    private final String image;

    private Kubeconform(List<String> program, boolean contained, String image) {
        this.program = List.copyOf(program);
        this.contained = contained;
        this.image = image;
    }

    /** What kubeconform says of one object; {@code status} and {@code message} are its own words. */
    record Answer(String kind, String name, String apiVersion, String status, String message) {}

    /** A program on this machine. */
    public static Kubeconform binary(Path program) {
        return new Kubeconform(List.of(program.toString()), false, "");
    }

    /**
     * An image, run by podman or docker.
     *
     * @param image with {@code @sha256:} and the digest
     */
    public static Kubeconform image(Path engine, String image) {
        return new Kubeconform(List.of(engine.toString()), true, image);
    }

    /**
     * Validates a stream of objects.
     *
     * @param schemas folder in the layout of {@link SchemaExport}
     * @return an answer for each object, in the order of the stream
     * @throws Command.Failure with a sentence if kubeconform does not run, fails or answers something else
     */
    List<Answer> validate(String stream, Path schemas) throws Command.Failure {
        Path folder = schemas.toAbsolutePath();
        List<String> argv = new ArrayList<>(program);
        Map<String, String> environment = new HashMap<>();
        if (contained) {
            argv.addAll(List.of("run", "--rm", "-i", "--network", "none", "--read-only", "--cap-drop", "ALL"));
            argv.addAll(List.of("--security-opt", "no-new-privileges", "-v", folder + ":" + MOUNT + ":ro", image));
            PASSED.stream()
                    .filter(name -> System.getenv(name) != null)
                    .forEach(name -> environment.put(name, System.getenv(name)));
        }
        String location = (contained ? MOUNT : folder.toString()) + "/" + SchemaExport.LAYOUT;
        // One worker, so that answers come in the order of the objects.
        argv.addAll(List.of("-strict", "-n", "1", "-output", "json", "-verbose", "-schema-location", location, "-"));
        Command.Result result = new Command(argv, environment, Path.of(""), stream, TIMEOUT, MAX_OUTPUT).run();
        if (result.exitCode() != 0 && result.exitCode() != 1) {
            throw new Command.Failure("kubeconform ended with code %d: %s"
                    .formatted(result.exitCode(), firstLine(result.errors() + result.output())));
        }
        return answers(result);
    }

    private static List<Answer> answers(Command.Result result) throws Command.Failure {
        try {
            JsonNode resources = new ObjectMapper().readTree(result.output()).path("resources");
            if (!resources.isArray()) {
                throw new Command.Failure(
                        "kubeconform gave no results: " + firstLine(result.errors() + result.output()));
            }
            List<Answer> answers = new ArrayList<>();
            for (JsonNode one : resources) {
                answers.add(new Answer(
                        one.path("kind").asText(),
                        one.path("name").asText(),
                        one.path("version").asText(),
                        one.path("status").asText(),
                        one.path("msg").asText()));
            }
            return answers;
        } catch (JsonProcessingException e) {
            throw new Command.Failure("kubeconform printed no JSON: " + firstLine(result.errors() + result.output()));
        }
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("it printed nothing");
    }
}
