/**
 * What the standard calls things: data elements, UIDs and storage SOP classes (PS3.6, PS3.4 §B.5),
 * from tables in {@code src/main/dict} that become code and resources when the module is built.
 *
 * <p>Start at {@link ElementDictionary}, {@link UidDictionary} and {@link StorageSopClasses};
 * {@code Tag} and {@code Uids} hold the constants by keyword. Uses: data ({@code VR}, {@code Uid}).
 * Used by: all.
 */
@NullMarked
package org.hokan.dicom.dict;

import org.jspecify.annotations.NullMarked;
