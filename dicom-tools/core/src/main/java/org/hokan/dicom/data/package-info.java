/**
 * What a DICOM object is made of: data sets, elements, value representations, UIDs, person names
 * (PS3.5 §6, §7, §9). Immutable values; unknown and private elements survive untouched.
 */
@NullMarked
package org.hokan.dicom.data;

import org.jspecify.annotations.NullMarked;
