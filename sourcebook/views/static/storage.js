/* Where this book keeps things in the reader's browser. The rule:

   - Every key begins with the book's short name: sourcebook:SLUG:answers. Two books on one web site never share a key.
   - In a folder of files (file://) and in Jupyter the short name is all that counts. A new version unzipped beside the
     old one, a renamed folder or another drive letter finds what was kept.
   - On a web server the folder tells two books of one short name apart. The first that keeps something is at home under
     the plain keys and writes its folder down as sourcebook:SLUG:home; one in another folder keeps its own under
     sourcebook:SLUG@/folder/:answers. A version number is no part of a folder's name: /book-1.1/ and /book-2.0/ are
     one. A folder that was renamed otherwise finds nothing at first; My progress offers to copy what the other has.
   - Keys of earlier versions (data-former: the word before their colon) are read and never written. Only the reader's
     "delete all" removes them, so that nothing deleted comes back.

   The page says which book it is: data-book, data-former and data-content_root of <html>, or of the element of a live
   widget. */
const SourcebookStorage = (() => {
  "use strict";
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keys = () => { try { return Object.keys(localStorage).sort(); } catch { return []; } };
  const withoutVersion = (path) => path.replace(/(?:[-_/]|%20)(?:v?\d+(?:\.\d+)+|v\d+)(?=[-_/]|%20)/gi, "");

  return ({ book = "", former = "", content_root: root }) => {
    const plain = `sourcebook:${book}`;
    const served = root !== undefined && location.protocol.startsWith("http");
    const folder = served ? withoutVersion(new URL(root, location.href).pathname) : "";
    const beginning = (text) => keys().filter((key) => key.startsWith(text));
    const named = (text) => beginning(text).map((key) => [key, key.slice(text.length)]);

    function base() {
      const home = read(`${plain}:home`);
      if (!served || home === folder) return plain;
      const apart = `${plain}@${folder}`;
      return home === null && !beginning(`${apart}:`).length ? plain : apart;
    }

    const key = (name) => `${base()}:${name}`;
    const formerKeys = (name) => former.split(" ").filter(Boolean).map((word) => `${word}:${name}`);
    const remove = (name) => localStorage.removeItem(key(name));

    /* Throws where this browser keeps nothing. */
    function set(name, value) {
      if (served && base() === plain) localStorage.setItem(`${plain}:home`, folder);
      localStorage.setItem(key(name), value);
    }

    return {
      read, key, formerKeys, set, remove,
      /* A single word, such as the code name: this book's, else that of an earlier version. */
      word: (name) => [key(name), ...formerKeys(name)].map(read).find((value) => value !== null) ?? "",
      setWord(name, value) {
        try {
          // An empty one hides that of an earlier version.
          if (value || formerKeys(name).some((old) => read(old) !== null)) set(name, value); else remove(name);
        // This browser keeps nothing.
        } catch { }
      },
      /* What there is, each as [key, name]: of this book, of its earlier versions, and of a book of the same short name
         in another folder, by the beginning of its keys. */
      own: () => named(`${base()}:`),
      formers: () => formerKeys("").flatMap(named),
      in: (other) => named(`${other}:`),
      others() {
        const bases = beginning(plain).filter((name) => name.endsWith(":answers")).map((name) => name.slice(0, -8));
        return bases.filter((other) => other !== base() && (other === plain || other.startsWith(`${plain}@`)));
      },
    };
  };
})();
