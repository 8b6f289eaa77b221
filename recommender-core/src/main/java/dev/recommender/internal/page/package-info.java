/**
 * What pages for people are made of: a page that loads nothing, and charts in SVG. All text goes through one escape.
 */
@NullMarked
package dev.recommender.internal.page;

import org.jspecify.annotations.NullMarked;
