import { fold } from '../../../platform/fold.ts';

/**
 * The headers of Outlook's export in other languages, as Outlook and Exchange write and read them. A line is an English header and its
 * translations; headers that Outlook leaves in English need none. `*` stands for nothing, 2 and 3.
 */
const GERMAN = `
title|Anrede
first name|Vorname
middle name|Weitere Vornamen
last name|Nachname
company|Firma
department|Abteilung
job title|Position
business street*|Straße geschäftlich*
business city|Ort geschäftlich
business state|Region geschäftlich|Bundesland/Kanton geschäftlich
business postal code|Postleitzahl geschäftlich
business country/region|Land/Region geschäftlich
business address po box|Postfach geschäftlich
home street*|Straße privat*
home city|Ort privat
home state|Bundesland/Kanton privat
home postal code|Postleitzahl privat
home country/region|Land/Region privat
home address po box|Postfach privat
other street*|Weitere Straße*
other city|Weiterer Ort
other state|Weiteres/r Bundesland/Kanton
other postal code|Weitere Postleitzahl
other country/region|Weiteres/e Land/Region
other address po box|Weiteres Postfach
assistant's phone|Telefon Assistent
business fax|Fax geschäftlich
business phone|Telefon geschäftlich
business phone 2|Telefon geschäftlich 2
callback|Rückmeldung
car phone|Autotelefon
company main phone|Telefon Firma
home fax|Fax privat
home phone|Telefon privat|Telefon (privat)
home phone 2|Telefon privat 2|Telefon (privat 2)
mobile phone|Mobiltelefon|Mobiltelefon 2
other fax|Weiteres Fax
other phone|Weiteres Telefon
primary phone|Haupttelefon
tty/tdd phone|Telefon für Hörbehinderte
billing information|Abrechnungsinformation
user 1|Benutzer 1
user 2|Benutzer 2
user 3|Benutzer 3
user 4|Benutzer 4
profession|Beruf
office location|Büro
e-mail address|E-Mail-Adresse
e-mail 2 address|E-Mail 2: Adresse
e-mail 3 address|E-Mail 3: Adresse
e-mail type|E-Mail-Typ|E-Mail 2: Typ|E-Mail 3: Typ
e-mail display name|E-Mail: Angezeigter Name|E-Mail 2: Angezeigter Name|E-Mail 3: Angezeigter Name
referred by|Empfohlen von
birthday|Geburtstag
gender|Geschlecht
initials|Initialen
internet free busy|Internet Frei/Gebucht
anniversary|Jahrestag
categories|Kategorien
children|Kinder
account|Konto
assistant's name|Name Assistent|Assistent(in)
manager's name|Name des/r Vorgesetzten
notes|Notizen
organizational id number|Organisationsnr.
location|Ort
spouse|Partner|Partner/in
priority|Priorität
private|Privat
government id number|Regierungsnr.|Sozialversicherungsnr.
mileage|Reisekilometer
language|Sprache
keywords|Stichwörter
sensitivity|Vertraulichkeit
directory server|Verzeichnisserver
web page|Webseite`;

const FRENCH = `
title|Titre
first name|Prénom
middle name|Deuxième prénom
last name|Nom
suffix|Suffixe
company|Société
department|Service
business street|Rue (bureau)
business street 2|Rue (bureau) 2
business street 3|Rue (bureau) 3
business city|Ville (bureau)
business state|Dép/Région (bureau)
business postal code|Code postal (bureau)
business country/region|Pays/Région (bureau)
business address po box|B.P. professionnelle
home street|Rue (domicile)
home street 2|Rue (domicile) 2
home street 3|Rue (domicile) 3
home city|Ville (domicile)
home state|Dép/Région (domicile)
home postal code|Code postal (domicile)
home country/region|Pays/Région (domicile)
home address po box|Boîte postale du domicile
other street|Rue (autre)
other street 2|Rue (autre) 2
other street 3|Rue (autre) 3
other city|Ville (autre)
other state|Dép/Région (autre)
other postal code|Code postal (autre)
other country/region|Pays/Région (autre)
other address po box|Autre boîte postale
assistant's phone|Téléphone de l'assistant(e)
business fax|Télécopie (bureau)
business phone|Téléphone (bureau)
business phone 2|Téléphone 2 (bureau)
callback|Rappel
car phone|Téléphone (voiture)
company main phone|Téléphone société
home fax|Télécopie (domicile)
home phone|Téléphone (domicile)
home phone 2|Téléphone 2 (domicile)
isdn|RNIS
mobile phone|Tél. mobile
other fax|Télécopie (autre)
other phone|Téléphone (autre)
pager|Récepteur de radiomessagerie
primary phone|Téléphone principal
radio phone|Radio téléphone
tty/tdd phone|Téléphone TDD/TTY
e-mail address|Adresse de messagerie|Adresse de courrier
e-mail 2 address|Adresse de messagerie 2|Adresse de courrier 2
e-mail 3 address|Adresse de messagerie 3|Adresse de courrier 3
e-mail type|Type de messagerie|Type de messagerie 2|Type de messagerie 3
e-mail display name|Nom complet de l'adresse de messagerie|Nom complet de l'adresse de messagerie 2|Nom complet de l'adresse de messagerie 3
birthday|Anniversaire
anniversary|Anniversaire de mariage ou fête
office location|Bureau
categories|Catégories
government id number|Code gouvernement
account|Compte
spouse|Conjoint(e)
sensitivity|Critère de diffusion
internet free busy|Disponibilité Internet
location|Emplacement
children|Enfants
billing information|Informations facturation
initials|Initiales
mileage|Kilométrage
language|Langue
keywords|Mots clés
assistant's name|Nom de l'assistant(e)
organizational id number|Numéro d'identification de l'organisation
web page|Page Web
hobby|Passe-temps
priority|Priorité
private|Privé
referred by|Recommandé par
manager's name|Responsable
directory server|Serveur d'annuaire
gender|Sexe
user 1|Utilisateur 1
user 2|Utilisateur 2
user 3|Utilisateur 3
user 4|Utilisateur 4`;

const SPANISH = `
first name|Nombre
middle name|Segundo nombre
last name|Apellidos
company|Organización
job title|Puesto
business street*|Calle del trabajo*
business city|Ciudad de trabajo
business state|Provincia o estado de trabajo
business postal code|Código postal del trabajo
business country/region|País o región del trabajo
business address po box|Apartado postal de la dirección del trabajo
home country/region|País o región del domicilio
home address po box|Apartado postal de la dirección personal
other street*|Otra calle*
other city|Otra ciudad
other state|Otra provincia o estado
other postal code|Otro código postal
other country/region|Otro país o región
other address po box|Otro apartado postal
home phone|Particular
business phone|Teléfono del trabajo
other phone|Otro teléfono
other fax|Otro fax
radio phone|Radioteléfono
primary phone|Teléfono principal
company main phone|Número de centralita de la organización
callback|Devolución de llamada
tty/tdd phone|Número de teletipo
e-mail address|Dirección de correo electrónico
e-mail 2 address|Dirección de correo electrónico 2|Dirección del correo electrónico 2
e-mail 3 address|Dirección de correo electrónico 3|Dirección del correo electrónico 3
e-mail type|Tipo de correo electrónico|Tipo de correo electrónico 2|Tipo de correo electrónico 3
e-mail display name|Nombre de pantalla de correo electrónico|Nombre de pantalla de correo electrónico 2|Nombre de pantalla de correo electrónico 3
categories|Categorías
profession|Profesión
hobby|Aficiones
children|Hijos
billing information|Facturación
web page|Página web
gender|Género
sensitivity|Confidencialidad
priority|Prioridad
mileage|Kilometraje
manager's name|Nombre del director
user 1|Usuario 1
user 2|Usuario 2
user 3|Usuario 3
user 4|Usuario 4`;

/** As it is compared: without case, accents and kinds of apostrophes, and as the Swiss write it. */
const plain = (header: string) => fold(header).replaceAll('ß', 'ss').replaceAll('’', "'");

function dictionary(lines: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const line of lines.trim().split('\n'))
    for (const number of line.includes('*') ? ['', ' 2', ' 3'] : ['']) {
      const [english, ...others] = line.split('|').map((header) => header.replace('*', number)) as [string, ...string[]];
      for (const other of others) words.set(plain(other), english);
    }
  return words;
}
const LANGUAGES = [GERMAN, FRENCH, SPANISH].map(dictionary);

/**
 * Headers as Outlook writes them in English, if these are of Outlook in another language.
 * @param headers in lower case
 */
export function inEnglish(headers: readonly string[]): string[] | undefined {
  for (const words of LANGUAGES) {
    const seen = new Set<string>();
    const english = headers.map((header) => {
      const word = words.get(plain(header)) ?? header;
      // French has one word for the title of a person and of a job: the second is that of the job
      const once = word === 'title' && seen.has('title') ? 'job title' : word;
      seen.add(once);
      return once;
    });
    const has = (header: string) => seen.has(header) && !headers.includes(header);
    if (has('first name') && has('last name') && ['e-mail address', 'e-mail 2 address', 'business phone', 'home phone', 'mobile phone'].some((header) => seen.has(header))) return english;
  }
  return undefined;
}
