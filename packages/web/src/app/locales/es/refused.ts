export const refused = {
  refused: {
    LINK_EMPTY: 'Todavía no hay ningún enlace. Un enlace empieza por «allmende:».',
    LINK_SCHEME:
      'Esto no es un enlace. Copia otra vez el enlace entero, desde «allmende:» hasta el último carácter.',
    LINK_BROKEN: 'El enlace tiene un espacio o un salto de línea. Une sus partes en una sola línea.',
    LINK_CHARACTER:
      'Un carácter del enlace no se usa nunca en enlaces: no tienen 0, 2, l ni v. Mira si es o, z, 1 o u.',
    LINK_TOO_SHORT: 'El enlace termina demasiado pronto. Cópialo otra vez entero, hasta el último carácter.',
    LINK_CHECKSUM: 'El enlace tiene un error, o le falta una parte. Cópialo otra vez entero.',
    LINK_VERSION: 'El enlace es de un programa más nuevo. Actualiza Allmende.',
    INVITE_CODE_FORM:
      'Un código es un número y dos palabras, como 7-garden-lantern. Pide que te lo digan otra vez.',
    INVITE_CODE_WORD:
      'Ningún código tiene la palabra «{{found}}». Las más parecidas son: {{expected}}. Todavía no se ha intentado nada.',
    INVITE_NOBODY:
      'No se encontró a nadie con un código abierto de este número. Puede estar gastado o ser demasiado viejo, o quien lo hizo no está al alcance: inténtalo otra vez o pide uno nuevo.',
    INVITE_WRONG:
      'Esas no son las palabras del código. Pregunta otra vez antes de volver a intentarlo: quedan pocos intentos.',
    INVITE_DEAD:
      'Esas no son las palabras del código y se intentó demasiadas veces: ya no vale. Pide uno nuevo.',
    INVITE_MANY: 'Ya hay {{expected}} códigos abiertos. Anula uno primero.',
    INVITE_FOR_DEVICE:
      'Este código es para otro ordenador de quien lo creó: no abre comunes ni bienes. Pide otro.',
    DEVICE_NOBODY: 'Aquí todavía no eres nadie: no hay nada con lo que otro ordenador pudiera seguir.',
    RESTORE_CODE:
      'Este código abre unos comunes o un bien. Toma uno que dé tu otro ordenador en Personas, Otro ordenador.',
    RESTORE_STRANGER:
      'El ordenador que creó este código es de otras palabras. Aquí no se ha empezado nada: comprueba tus palabras y crea allí otro código.',
    PEER_ADDRESS: 'Esto no es la dirección de un nodo. Es algo como 192.168.1.20:4977.',
    PEER_UNREACHABLE:
      'Nadie responde allí. ¿Está en marcha el otro nodo, es esa su dirección y lo deja pasar el cortafuegos?',
    PEER_SELF: 'Ese es este mismo nodo. Da la dirección del otro.',
    IDENTITY_WORDS: 'Estas no son 24 palabras que vayan juntas. Comprueba cómo están escritas y su orden.',
    STORE_FULL: 'El disco está lleno. Libera espacio e inténtalo otra vez; todo lo confirmado está a salvo.',
    SHARE_NOT_FOUND: 'No hay nada en ese lugar.',
    SHARE_EMPTY: 'No contiene ningún archivo que se pueda compartir.',
    SHARE_TOO_MANY:
      'Un bien tiene como mucho {{expected}} archivos, y esta carpeta tiene más. Empaquétala en un archivo o deja carpetas fuera.',
    SHARE_DISK_FULL: 'El disco está lleno: no se compartió nada. Libera espacio y comparte otra vez.',
    SHARE_FOREIGN:
      'Solo quien lo hizo, y a quien nombró para cuidarlo, puede cambiar este bien. Haz tu versión, u ofrece el cambio.',
    SHARE_BEHIND:
      'La carpeta está en una versión anterior: compartirla desharía lo que vino después. Copia primero la más nueva.',
    COPY_EXISTS: 'Ya hay otra cosa allí con ese nombre. Copia a otra carpeta.',
    COPY_DISK_FULL: 'El disco está lleno. Libera espacio y copia otra vez: sigue donde estaba.',
    COPY_CORRUPT:
      'Un archivo no es lo que su autor indicó, así que no se guardó nada de él. Pide que lo comparta otra vez.',
    COPY_NO_HOLDER: 'Nadie que tenga el resto está en línea. Inténtalo más tarde: sigue donde estaba.',
    NO_HOLDER:
      'Nadie que lo tenga está conectado. Inténtalo otra vez cuando alguien que lo tenga esté en línea.',
    COMMONS_NONE: 'Aquí todavía no hay ningún común. Crea uno o únete a uno.',
    COMMONS_WHICH: 'Hay varios comunes y no se eligió ninguno. Elige uno donde escribir.',
    COMMONS_NAME_TAKEN:
      'Ya tienes un común llamado «{{found}}». Elige otro nombre: no podrías distinguirlos.',
    KEEPER_UNKNOWN: 'Nadie visto en tus comunes se llama así.',
    KEEPER_SELF:
      'Ese es este mismo ordenador. Quien guarda es otro, para que nada se pierda si se pierde este.',
    FORGET_LAST:
      'No se sabe de ningún otro lugar donde esté: olvidado aquí, se perdería. Deja que alguien lo copie o lo guarde antes.',
    FORGET_KEPT: 'Aceptaste guardar lo que escribe su autor. Termina eso primero.',
    THING_UNKNOWN: 'Aquí nada tiene ese identificador, enlace o título. Búscalo.',
    LICENCE_MISSING:
      'Un bien necesita una licencia que deje a otros usarlo, cambiarlo y compartirlo. Elige una.',
    LICENCE_REFUSED: 'La licencia «{{found}}» no se puede usar aquí. Elige una libre.',
    LICENCE_INCOMPATIBLE:
      'Las licencias no encajan. Pide otra a quienes tienen los derechos, o guarda el cambio en un bien propio.',
    MERGE_CONFLICTS:
      'Se cambió de forma distinta en ambos lados. Quien lo ofrece puede traer la versión más nueva y resolverlo.',
    SUGGEST_NOTHING: 'No hay nada nuevo en tu versión: comparte primero la carpeta cambiada.',
    SUGGEST_SAME: 'Todavía nada es distinto: no hay nada que sugerir.',
    SUGGEST_WAITING: 'Ya esperan respuesta aquí bastantes sugerencias tuyas. Retira algunas o espera.',
    DRAFT_MAY_NOT_EDIT: 'No puedes editar este borrador. Sugiere lo que escribirías: lo aceptarán o no.',
    DRAFT_SHUT: 'El borrador está cerrado: nadie lo edita. Quien lo empezó puede abrirlo otra vez.',
    DRAFT_FULL: 'El borrador está lleno: como mucho {{expected}} {{found}}. Quita algo o empieza otro.',
    PASSAGE_MOVING:
      'Se está escribiendo tanto que no se pudo fijar el pasaje. Inténtalo otra vez en un momento.',
    BACKUP_NOBODY: 'Aún no hay nada tuyo que guardar: lo primero que escribas te hace ser alguien.',
    BACKUP_WRITE: 'No se pudo escribir la copia. ¿Está lleno el disco?',
    ACCOUNT_NONE: 'Escribe una vez tus 24 palabras, en «Personas»: son de antes de que hubiera copias.',
    IDENTITY_OTHER: 'Estas palabras son de otra persona que la de este ordenador.',
    IMPORT_NOTHING: 'Nada de esto describe un bien que pueda entrar.',
    IMPORT_REFUSED: 'Nada de esto es libre, así que no entró nada.',
    IMPORT_TABLE: 'No se pudo leer ninguna lista de piezas. Di qué columna es cada cosa.',
    ARCHIVE_DAMAGED:
      'El archivo comprimido está dañado. Búscalo otra vez, o descomprímelo y elige la carpeta.',
    ARCHIVE_ENCRYPTED: 'El archivo comprimido está cifrado. Descomprímelo y elige la carpeta.',
    ARCHIVE_BOMB: 'El archivo comprimido está hecho para llenar discos. No se ha descomprimido.',
    ARCHIVE_TOO_LARGE: 'Descomprimido ocupa más de {{expected}}. Descomprímelo tú y elige la carpeta.',
    ARCHIVE_DISK_FULL: 'El disco está demasiado lleno para descomprimirlo.',
    UPLOAD_ONE: 'Aquí hace falta un solo archivo. Elige el archivo mismo, no su carpeta.',
    UPLOAD_MANY: 'Hay demasiados archivos. Haz un archivo comprimido de los muchos pequeños.',
    UPLOAD_WAITING: 'Ya hay demasiado esperando aquí. Comparte o cancela algo, o espera diez minutos.',
    BACKUP_EXISTS:
      'Ya hay un archivo con ese nombre, y una copia de seguridad nunca sobrescribe nada. Elige otro.',
    BACKUP_FOREIGN: 'Este archivo no es una copia de seguridad de Allmende.',
    BACKUP_DAMAGED:
      'La copia está dañada y se rechazó entera. Otra puede estar bien; lo que otros tienen vuelve solo con las palabras.',
    RECOVERY_FEW: 'Hacen falta {{expected}} partes distintas, hay {{found}}.',
    RECOVERY_WRONG:
      'Las partes no dan palabras: una no es la que se repartió. Prueba una por una con la de otra persona.',
    RESTORE_USED: 'En este ordenador ya hay alguien: restaura en uno vacío.',
    PHOTO_TELLS:
      'La imagen {{found}} quizá diga dónde se hizo, y eso no se puede quitar aquí. Guárdala como JPEG o PNG y elígela de nuevo.',
    PICTURE_TELLS:
      '{{found}} quizá diga dónde se hizo, y eso no se puede quitar aquí. Guárdalo como JPEG o PNG, déjalo fuera o compártelo tal como está.',
    UPLOAD_EMPTY: 'No hay ningún archivo en lo elegido.',
    UPLOAD_ROOM: 'No cabe en el disco: hacen falta {{expected}}, hay {{found}} libres.',
    UPLOAD_UNKNOWN:
      'Esto ya no se está trayendo. Elige la carpeta otra vez; quizá se compartió o canceló en otra ventana.',
    REQUESTS_MANY: 'Se pide demasiado a la vez. Espera un segundo.',
    GUEST_PORT: 'No se puede recibir invitados en esa dirección. Quizá otra cosa usa el puerto.',
    NODE_STOPPING: 'El nodo se está parando. Todo lo confirmado está en el disco.',
    CANCELLED: 'Cancelado.',
    INTERNAL: 'Algo salió mal que no debía. Lo confirmado está a salvo; el registro del nodo dice más.',
  },
}
