/// RTP, codecs, the media graph, players, recorders and detectors.
@NullMarked
package io.ringmaster.media;

import org.jspecify.annotations.NullMarked;
