package dev.auditflow.admission.server;

import java.nio.charset.StandardCharsets;

/**
 * An answer over HTTP.
 *
 * @param body treat it as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // it goes straight to the socket
record Reply(int status, String contentType, byte[] body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int UNSUPPORTED_TYPE = 415;
    static final int UNAUTHORIZED = 401;
    static final int TOO_MANY = 429;
    static final int NO_ANSWER = 500;
    static final int UNAVAILABLE = 503;

    static Reply json(byte[] body) {
        return new Reply(OK, "application/json", body);
    }

    static Reply text(int status, String text) {
        return new Reply(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
