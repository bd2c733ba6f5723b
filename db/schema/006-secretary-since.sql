-- Since when the secretary is in office: the ledger of rectification cases asks for it.
ALTER TABLE "org" ADD COLUMN "secretary_since" TEXT;
