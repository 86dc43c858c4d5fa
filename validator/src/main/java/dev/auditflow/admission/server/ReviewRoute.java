package dev.auditflow.admission.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Takes in the body of a review within bounds, hands it to a worker, and turns away at once what finds no room. */
final class ReviewRoute {
    private final ServerSettings settings;
    private final Reviewer reviewer;
    private final Metrics metrics;
    private final ExecutorService workers;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();

    ReviewRoute(ServerSettings settings, Reviewer reviewer, Metrics metrics, ExecutorService workers) {
        this.settings = settings;
        this.reviewer = reviewer;
        this.metrics = metrics;
        this.workers = workers;
        metrics.gauge("auditflow_admission_running", "Reviews that have come and are not answered.", running::get);
        metrics.gauge("auditflow_admission_body_bytes", "Bytes of bodies that are held.", held::get);
    }

    /** How many reviews have come and are not answered. */
    int running() {
        return running.get();
    }

    /**
     * Answers a request to judge.
     *
     * @param context of the connection; the reply is given there
     * @param reply takes the one answer; null closes the connection without one
     */
    void handle(HttpServerRequest request, Context context, Consumer<Reply> reply) {
        long arrived = System.nanoTime();
        Reply wrong = wrongHeaders(request);
        if (wrong != null) {
            reply.accept(wrong);
            return;
        }
        long end = arrived + Budget.of(request.getParam("timeout")).toNanos();
        running.incrementAndGet();
        Body body = new Body(request, response -> {
            running.decrementAndGet();
            reply.accept(response);
        });
        request.handler(body::add);
        request.exceptionHandler(_ -> body.gone());
        request.endHandler(_ -> body.judge(context, arrived, end));
    }

    private @org.jspecify.annotations.Nullable Reply wrongHeaders(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type == null
                || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
            metrics.refused("content_type");
            return Reply.text(Reply.UNSUPPORTED_TYPE, "A review is application/json");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            metrics.refused("content_encoding");
            return Reply.text(Reply.UNSUPPORTED_TYPE, "A review is not compressed");
        }
        String length = request.getHeader("Content-Length");
        if (length != null && isAbove(length, settings.maxBody())) {
            metrics.refused("too_large");
            return tooLarge();
        }
        return null;
    }

    private static boolean isAbove(String length, int most) {
        try {
            return Long.parseLong(length) > most;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private Reply tooLarge() {
        return Reply.text(Reply.TOO_LARGE, "A review has at most %,d bytes".formatted(settings.maxBody()));
    }

    /** The body of one request while it comes in. Only the connection's own thread uses it. */
    private final class Body {
        private final HttpServerRequest request;
        private final Consumer<Reply> reply;
        private final List<Buffer> parts = new ArrayList<>();
        private int length;
        private boolean answered;

        Body(HttpServerRequest request, Consumer<Reply> reply) {
            this.request = request;
            this.reply = reply;
        }

        void add(Buffer part) {
            if (answered) {
                return;
            }
            if (length + part.length() > settings.maxBody()) {
                metrics.refused("too_large");
                answer(tooLarge());
            } else if (held.addAndGet(part.length()) > settings.maxBodies()) {
                held.addAndGet(-part.length());
                metrics.refused("memory");
                answer(Reply.text(Reply.TOO_MANY, "Too many large reviews at the same time; try again"));
            } else {
                parts.add(part);
                length += part.length();
            }
        }

        /** The one who asked has gone. */
        void gone() {
            if (!answered) {
                metrics.refused("gone");
                answer(Reply.text(Reply.BAD_REQUEST, "The body did not come whole"));
            }
        }

        void judge(Context context, long arrived, long end) {
            if (answered) {
                return;
            }
            byte[] body = whole();
            try {
                workers.execute(() -> {
                    Reply given = System.nanoTime() - end > 0 ? late() : reviewer.answer(body, arrived, end);
                    context.runOnContext(_ -> answer(given));
                });
            } catch (RejectedExecutionException e) {
                metrics.refused("queue_full");
                answer(Reply.text(
                        Reply.TOO_MANY,
                        "%d reviews wait already, so this one would come too late; try again"
                                .formatted(settings.queue())));
            }
        }

        /** The parts as one, and they are let go: only while both are there does a body take its room twice. */
        private byte[] whole() {
            byte[] body = new byte[length];
            int at = 0;
            for (Buffer part : parts) {
                part.getBytes(body, at);
                at += part.length();
            }
            parts.clear();
            return body;
        }

        private Reply late() {
            metrics.refused("waited_too_long");
            return Reply.text(Reply.UNAVAILABLE, "The review waited for longer than its timeout allows");
        }

        private void answer(Reply given) {
            if (!answered) {
                answered = true;
                held.addAndGet(-length);
                parts.clear();
                request.exceptionHandler(_ -> {});
                reply.accept(given);
            }
        }
    }
}
