package dev.auditflow.deploy.notice;

import dev.auditflow.host.WebClient;

/** Somebody who is told. */
public interface Notifier {
    /** Tells it. @throws WebClient.Failure if it cannot be told; the message names no secret */
    void tell(Notice notice) throws WebClient.Failure;

    /** Who it is, for people, without secrets. */
    String name();
}
