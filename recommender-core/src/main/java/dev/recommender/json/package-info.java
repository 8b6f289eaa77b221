/**
 * Queries and answers as JSON, in one form for the command line, the web and other clients. docs/json.md describes it.
 */
@NullMarked
package dev.recommender.json;

import org.jspecify.annotations.NullMarked;
