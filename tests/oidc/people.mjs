// Who can sign in: anybody. Two people have faces, everybody else gets a name and an e-mail address.
const known = {
  alice: { name: 'Alice Sharma', email: 'alice@example.com', email_verified: true, colour: [0x7c, 0x3a, 0xed] },
  bob: { name: 'Bob Iyer', email: 'bob@example.com', email_verified: true, colour: [0x0f, 0x76, 0x6e] },
};

// The account id that a typed name stands for; undefined when it cannot be one.
export function accountOf(typed) {
  const id = String(typed ?? '').trim().toLowerCase();
  return /^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,63}$/u.test(id) ? id : undefined;
}

export function claimsOf(id, issuer) {
  const person = known[id];
  if (person) {
    const { colour, ...claims } = person;
    return { sub: id, ...claims, picture: `${issuer}/avatar/${id}.png` };
  }
  const address = id.includes('@') ? id : `${id.replaceAll(' ', '.')}@example.com`;
  return { sub: id, name: id[0].toUpperCase() + id.slice(1), email: address,
    // "unverified…" is for tests of what is shown of an address that nobody has confirmed.
    email_verified: !id.startsWith('unverified') };
}

export function colourOf(id) {
  return known[id]?.colour;
}
