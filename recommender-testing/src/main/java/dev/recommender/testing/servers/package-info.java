/**
 * Servers that tests start on loopback: their processes and ports, and a proxy that damages what passes between a client
 * and a server.
 */
@NullMarked
package dev.recommender.testing.servers;

import org.jspecify.annotations.NullMarked;
