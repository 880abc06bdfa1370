"""The names that columns of personal data go by, in the languages of most tables we meet.

Names are in lower case, without accents, their words joined by spaces. ``DIRECT`` tell who somebody is, ``INDIRECT``
do so together. A name counts with or without its spaces, and with words of ``QUALIFIERS`` around it.
"""

from __future__ import annotations

DIRECT: dict[str, str] = {
    "email": """
        email, emails, email address, email id, mail, mail address, emailadresse, mailadresse, mailadres, emailadres,
        correo, correo electronico, courriel, adresse mail, adresse email, adresse electronique, indirizzo email,
        indirizzo mail, posta elettronica, direccion de correo, endereco de email
    """,
    "phone": """
        phone, phones, phone number, phone no, phone num, telephone, telephone number, telephone no, mobile,
        mobile number, mobile no, mobile phone, cell phone, cellphone, cell number, tel, tel no, tel number, fax,
        fax number, whatsapp, contact number, contact no, msisdn, telefon, telefonnummer, handy, handynummer,
        mobilnummer, mobiltelefon, rufnummer, faxnummer, portable, numero de telephone, telefono, movil, celular,
        numero de telefono, telefone, telemovel, numero de telefone, cellulare, numero di telefono, telefoon,
        telefoonnummer, mobiel, mobiel nummer
    """,
    "ssn": "ssn, social security, social security number, social security no, soc sec, soc sec no, us ssn",
    "national id": """
        national id, national id number, national identity number, national insurance number, nino, nhs number, nhs no,
        nhs, aadhaar, aadhar, aadhaar number, tax id, tax number, tax payer id, taxpayer id, itin, cpf, dni, nie, nif,
        curp, codice fiscale, codigo fiscal, numero fiscal, steuer id, steuernummer, steueridentifikationsnummer,
        sozialversicherungsnummer, personalausweis, personalausweisnummer, ausweisnummer, identity number,
        identity card, identity card number, id card, id card number, bsn, burgerservicenummer, pesel, personnummer,
        cedula, numero de securite sociale, numero securite sociale, social insurance number, medicare number,
        government id, carta identita, carte identite
    """,
    "passport": """
        passport, passport number, passport no, passport id, reisepass, reisepassnummer, passnummer, passeport,
        numero de passeport, pasaporte, numero de pasaporte, passaporte, passaporto, numero passaporto, paspoort,
        paspoortnummer
    """,
    "licence": """
        driver license, drivers license, driver licence, drivers licence, driving licence, driving license,
        driver license number, drivers license number, driving licence number, driving license number,
        license plate, licence plate, number plate, fuhrerschein, fuhrerscheinnummer, permis de conduire,
        licencia de conducir, carteira de motorista, patente di guida, rijbewijs, rijbewijsnummer
    """,
    "patient": """
        patient id, patient number, patient no, patient identifier, mrn, mrn number, medical record, medical record no,
        medical record number, hospital number, health insurance number, patientennummer, patienten id, numero patient,
        id paciente, id patient, id paziente
    """,
    "birth date": """
        dob, d o b, date of birth, birth date, birthday, birth day, date birth, geburtsdatum, geburtstag, geb datum,
        date de naissance, date naissance, fecha de nacimiento, fecha nacimiento, data de nascimento, data nascimento,
        data di nascita, data nascita, geboortedatum
    """,
    "person": """
        first name, last name, full name, surname, family name, given name, given names, forename, forenames,
        middle name, fname, lname, maiden name, legal name, patient name, customer name, client name, employee name,
        student name, member name, contact name, person name, applicant name, passenger name, guest name, subscriber
        name, cardholder, cardholder name, card holder name, account holder, account holder name, vorname, nachname,
        familienname, zuname, vollstandiger name, kundenname, patientenname, mitarbeitername, prenom, nom de famille,
        nom complet, nom prenom, nom et prenom, apellido, apellidos, nombre completo, nombre y apellidos,
        primer apellido, segundo apellido, sobrenome, apelido, nome completo, primeiro nome, cognome, nome e cognome,
        voornaam, achternaam, familienaam, volledige naam
    """,
    "address": """
        address, home address, street address, mailing address, postal address, residential address, address line,
        postanschrift, adresse, anschrift, wohnadresse, adresse postale, direccion, domicilio, endereco, morada,
        indirizzo, residenza, adres, woonadres, strasse hausnummer, strasse und hausnummer
    """,
    "street": "street, street name, strasse, rue, calle, rua, logradouro, straat, straatnaam",
    "card": """
        card number, card no, card num, credit card, credit card number, credit card no, debit card,
        debit card number, cc number, ccnum, ccno, kreditkarte, kreditkartennummer, kartennummer,
        carte bancaire, numero de carte, tarjeta, numero de tarjeta, tarjeta de credito, cartao, cartao de credito,
        numero do cartao, carta di credito, numero carta, creditcardnummer
    """,
    "iban": "iban, iban number, iban no",
    "account": """
        bank account, bank account number, bank account no, account number, account no, acct no, acct number,
        kontonummer, numero de compte, numero de cuenta, numero da conta, numero conto, rekeningnummer
    """,
}

# A product, a model and a file have a name as well: it counts only in company, and if it looks like a person's.
GENERIC = "name, names, nom, nome, nombre, naam"

INDIRECT: dict[str, str] = {
    "word": """
        gender, sex, geschlecht, sexe, sexo, genero, sesso, geslacht, race, ethnicity, ethnic group, ethnie, etnia,
        religion, religione, nationality, nationalitat, staatsangehorigkeit, nationalite, nacionalidad, nacionalidade,
        nazionalita, nationaliteit, citizenship, native country, diagnosis, diagnose, diagnostic, diagnostico, diagnosi,
        disease, medical condition, condition name, marital status, civil status, familienstand, estado civil,
        etat civil, stato civile, burgerlijke staat, sexual orientation, disability, place of birth, birth place,
        birthplace, geburtsort, occupation, job title, beruf, profession, blood type, blood group, blutgruppe
    """,
    "zip": """
        zip, zip code, postal code, postcode, post code, plz, postleitzahl, code postal, codigo postal, cep, cap
    """,
    "age": "age, alter, edad, idade, eta, leeftijd",
    "money": """
        salary, gehalt, salaire, salario, stipendio, salaris, income, annual income, annual salary, monthly income,
        yearly income, einkommen, wage
    """,
    "ip": "ip, ip address, ip addr, client ip, remote ip, adresse ip, direccion ip, endereco ip, indirizzo ip",
    "degrees": "latitude, lat, longitude, lon, lng, long",
}

QUALIFIERS = frozenset(
    """
    customer client patient user employee contact person personal member student applicant owner guest buyer
    subscriber sender recipient mother father spouse parent guardian emergency home work office private primary
    secondary alternate alt main billing shipping mailing current permanent business mobile my your the his her cust
    emp usr pat patients customers users raw new old 1 2 3 one two id number no num nr line kunde kunden patienten
    mitarbeiter kontakt cliente clientes paciente pacientes utente utilisateur usuario klant gebruiker pro perso
    voter resident citizen donor insured holder tenant candidate driver passenger staff worker doctor physician
    """.split()
)

# One of these is in every name above, however its words are joined, but for the shortest indirect ones (``age``): a
# text without any of them has no header that matters. They are pieces of words, chosen to be rare in other outputs.
STEMS = tuple(
    """
    numm dres mero numbe nom car mail nali tele naa icen birt name post phon geb lido sala cim pass iag vil thn
    rreo dical iente aat ncome sex ban obi ender tax soc zzo lul nhs dha asc cht arj recc codi códi sanc
    igio sap itud pati ssn lood nati ccou iel fax sdn ndy ruf cpf dni nif eue usw bsn asp rsc dui jbe mrn dob
    d.o.b enz rua dou kre tni geh nsh blu plz nko wag rtab nino curp pese dula uida ilie rift mici orad nero
    dise sabi tipe rasse raße sesso arita zip cct race ontac rnm nie fes cep reet tel job calle itin rue ccn
    cc_n cc-n ührer uhrer
    """.split()
)
