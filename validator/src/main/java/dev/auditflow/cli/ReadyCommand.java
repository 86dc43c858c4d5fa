package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow ready}: what the chart's test asks. */
@Command(
        name = "ready",
        description = "Asks a webhook whether it is ready, and by which policies it judges. Exit code 3 if it is not.",
        mixinStandardHelpOptions = true)
final class ReadyCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "URL", description = "For example https://auditflow-validator.auditflow-system.svc/readyz")
    private URI url = URI.create("https://127.0.0.1:8443/readyz");

    @Option(names = "--ca", paramLabel = "FILE", description = "Trust these authorities, in PEM, and no others.")
    private @Nullable Path authorities;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to ask again until it is, as PT60S (default: once).")
    private Duration wait = Duration.ZERO;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (HttpClient client = client()) {
            long end = System.nanoTime() + wait.toNanos();
            while (true) {
                Answer answer = ask(client);
                if (answer.ready() || System.nanoTime() - end > 0) {
                    out.println(answer.text().strip());
                    return answer.ready() ? ExitCode.PASS : ExitCode.NO_ANSWER;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private record Answer(boolean ready, String text) {}

    private Answer ask(HttpClient client) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode() == HttpURLConnection.HTTP_OK, response.body());
        } catch (IOException e) {
            return new Answer(false, url + " gives no answer: " + e);
        }
    }

    private HttpClient client() throws ConfigException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
        if (authorities == null) {
            return builder.build();
        }
        return builder.sslContext(TrustedAuthorities.of(authorities)).build();
    }
}
