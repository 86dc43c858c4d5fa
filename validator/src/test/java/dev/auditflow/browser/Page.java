package dev.auditflow.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** One page of the browser. */
final class Page {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DevTools tools;
    private final String session;

    Page(DevTools tools) {
        this.tools = tools;
        String target = tools.send("", "Target.createTarget", "url", "about:blank")
                .path("targetId")
                .asText();
        this.session = tools.send("", "Target.attachToTarget", "targetId", target, "flatten", true)
                .path("sessionId")
                .asText();
        List.of("Page", "Runtime", "Log", "Network", "Audits").forEach(domain -> send(domain + ".enable"));
    }

    JsonNode send(String method, Object... parameters) {
        return tools.send(session, method, parameters);
    }

    /** Opens a file and waits until it is there; {@code hash} begins with {@code #} or is empty. */
    Page open(Path file, String hash) {
        return open(file.toUri() + hash);
    }

    /** Opens an address and waits until it is there. */
    Page open(String address) {
        int before = tools.events(session, "Page.loadEventFired").size();
        send("Page.navigate", "url", address);
        wait("loaded", () -> tools.events(session, "Page.loadEventFired").size() > before);
        return this;
    }

    /** Follows a link inside of the page. */
    Page go(String hash) {
        eval("location.hash = '" + hash + "'");
        return this;
    }

    /** Waits until the page has come to be so. */
    Page until(String expression) {
        wait(expression, () -> eval(expression).asBoolean());
        return this;
    }

    private static void wait(String what, BooleanSupplier done) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + LONGEST + ": " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    Page size(int width, int height) {
        send("Emulation.setScrollbarsHidden", "hidden", true);
        send(
                "Emulation.setDeviceMetricsOverride",
                "width",
                width,
                "height",
                height,
                "deviceScaleFactor",
                1,
                "mobile",
                false);
        return this;
    }

    /** @param scheme {@code light} or {@code dark} */
    Page scheme(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
        return this;
    }

    Page withoutScript() {
        send("Emulation.setScriptExecutionDisabled", "value", true);
        return this;
    }

    /** The value of an expression, made JSON; a promise is waited for. */
    JsonNode eval(String expression) {
        JsonNode result =
                send("Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise", true);
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    String text(String expression) {
        return eval(expression).asText();
    }

    int number(String expression) {
        return eval(expression).asInt();
    }

    /** Presses and releases a key, as {@code KeyboardEvent.key} names it. */
    Page press(String key) {
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "Escape" -> 27;
            case " " -> 32;
            default -> key.toUpperCase(java.util.Locale.ROOT).charAt(0);
        };
        String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
        send(
                "Input.dispatchKeyEvent",
                "type",
                text.isEmpty() ? "rawKeyDown" : "keyDown",
                "key",
                key,
                "text",
                text,
                "windowsVirtualKeyCode",
                code);
        send("Input.dispatchKeyEvent", "type", "keyUp", "key", key, "windowsVirtualKeyCode", code);
        return this;
    }

    Page type(String text) {
        send("Input.insertText", "text", text);
        return this;
    }

    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", "format", "png")
                        .path("data")
                        .asText());
    }

    /** What the page's console says and what went wrong in it, such as a breach of its policy. */
    List<String> complaints() {
        List<String> all = new ArrayList<>();
        for (String event :
                List.of("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Audits.issueAdded")) {
            tools.events(session, event).forEach(params -> all.add(event + " " + params));
        }
        return all;
    }

    /** Addresses that the page asked for. */
    List<String> requests() {
        return tools.events(session, "Network.requestWillBeSent").stream()
                .map(params -> params.path("request").path("url").asText())
                .toList();
    }

    /** Elements that people act on and that have no name for those who do not see them. */
    List<String> nameless() {
        List<String> found = new ArrayList<>();
        for (JsonNode node : send("Accessibility.getFullAXTree").path("nodes")) {
            String role = node.path("role").path("value").asText();
            boolean acts = List.of("button", "link", "combobox", "searchbox", "textbox", "DisclosureTriangle", "dialog")
                    .contains(role);
            if (acts
                    && !node.path("ignored").asBoolean()
                    && node.path("name").path("value").asText().isBlank()) {
                found.add(role + " " + node);
            }
        }
        return found;
    }
}
