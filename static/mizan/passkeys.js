// Passkeys: the forms marked data-passkey="login|use|create" ask the browser for a credential and send it. Also the button that prints codes.
// Nothing happens without a press, and without this script the pages offer their other ways.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (entries) => (entries ?? []).map((entry) => ({ ...entry, id: bytes(entry.id) }));

async function create(options, alone) {
  const key = options.publicKey;
  const selection = { ...key.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create({
    publicKey: {
      ...key,
      challenge: bytes(key.challenge),
      user: { ...key.user, id: bytes(key.user.id) },
      excludeCredentials: listed(key.excludeCredentials),
      authenticatorSelection: selection,
    },
  });
}

async function use(options) {
  const key = options.publicKey;
  return navigator.credentials.get({ publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: listed(key.allowCredentials) } });
}

function packed(credential) {
  const from = credential.response;
  const response = { clientDataJSON: text(from.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (from[name]) response[name] = text(from[name]);
  if (from.getTransports) response.transports = from.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function asked(form) {
  if (form.dataset.passkey === "login") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return use((await answer.json()).request_options);
  }
  const given = JSON.parse(document.getElementById("passkey-options").textContent);
  if (form.dataset.passkey === "use") return use(given.request_options);
  return create(given.creation_options, form.elements.passwordless?.checked ?? false);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-go]");
  const failed = form.querySelector("[role=alert]");
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", async () => {
    button.disabled = true;
    failed.hidden = true;
    try {
      form.elements.credential.value = packed(await asked(form));
      form.submit();
    } catch {
      failed.textContent = form.dataset.failed;
      failed.hidden = false;
      button.disabled = false;
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
