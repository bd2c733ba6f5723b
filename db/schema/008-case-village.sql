-- The village of a case, which outlives the organizations that it has one after the other: rounds are counted by it.
ALTER TABLE "rectification" ADD COLUMN "division" INTEGER REFERENCES "division" (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX rectification_division ON "rectification" ("division");
