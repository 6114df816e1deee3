// ReDoc draws a picture of its maker from the maker's server and has no setting against it. This page loads nothing from elsewhere.
const images = HTMLImageElement.prototype;
const source = Object.getOwnPropertyDescriptor(images, "src");
const setAttribute = images.setAttribute;

function own(image, address) {
  const from = new URL(address, location.href);
  image.hidden = from.origin !== location.origin && from.protocol !== "data:";
  return !image.hidden;
}

images.setAttribute = function (name, value) {
  if (name !== "src" || own(this, value)) setAttribute.call(this, name, value);
};
Object.defineProperty(images, "src", { ...source, set(value) { if (own(this, value)) source.set.call(this, value); } });
