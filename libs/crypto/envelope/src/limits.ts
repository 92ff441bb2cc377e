/** Smallest envelope worth looking at, in bytes of its JSON form: less cannot hold a header, a key and a tag. */
export const minimumEnvelopeBytes = 200;

/** Largest envelope stored, in bytes of its JSON form. The database column carries the same bound. */
export const maximumEnvelopeBytes = 24_576;

/** Largest plaintext, in bytes of UTF-8 JSON. GCM keeps the length, so this bounds the ciphertext too. */
export const maximumPlaintextBytes = 16_384;

export const initializationVectorBytes = 12;

/** GCM accepts shorter tags; a 4-byte tag can be guessed in 2^32 tries, so only the full one is taken. */
export const authenticationTagBytes = 16;

export const contentKeyBytes = 32;
