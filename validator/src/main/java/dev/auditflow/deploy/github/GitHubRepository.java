package dev.auditflow.deploy.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.WebClient;
import dev.auditflow.yaml.JsonTree;
import java.net.URI;
import java.util.Map;

/** A repository at GitHub, by its REST API (version 2022-11-28). */
public final class GitHubRepository {
    private final WebClient web;
    private final String base;
    private final String name;
    private final String token;

    /**
     * A repository; nothing is sent yet.
     *
     * @param api where the API is, such as {@code https://api.github.com}
     * @param name {@code owner/name}
     */
    public GitHubRepository(WebClient web, URI api, String name, String token) {
        this.web = web;
        this.base = api.toString().replaceAll("/+$", "") + "/repos/" + name;
        this.name = name;
        this.token = token;
    }

    /** {@code owner/name}. */
    public String name() {
        return name;
    }

    /** What is at a path below the repository. @throws WebClient.Failure if it is not answered well */
    public JsonNode get(String path) throws WebClient.Failure {
        return json(web.get(URI.create(base + path), headers()).orFail());
    }

    /** Sends JSON to a path below the repository. @throws WebClient.Failure as {@link #get} */
    public JsonNode post(String path, JsonNode body) throws WebClient.Failure {
        return json(web.post(URI.create(base + path), headers(), JsonTree.write(body))
                .orFail());
    }

    private static JsonNode json(WebClient.Answer answer) throws WebClient.Failure {
        try {
            return JsonTree.readStrictly(answer.body());
        } catch (JsonProcessingException e) {
            throw new WebClient.Failure(answer.server() + " answers with no JSON");
        }
    }

    private Map<String, String> headers() {
        return Map.of(
                "Authorization", "Bearer " + token,
                "Accept", "application/vnd.github+json",
                "X-GitHub-Api-Version", "2022-11-28",
                "User-Agent", "auditflow");
    }
}
